package dev.perennial.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Who sends to whom.
enum RpcPair {
  RAW_RAW(RpcPeer.RAW, RpcPeer.RAW),
  OURS_OURS(RpcPeer.OURS, RpcPeer.OURS),
  // After ours, since it warms up the server that both have.
  PYTHON_OURS(RpcPeer.PYTHON, RpcPeer.OURS),
  OURS_PYTHON(RpcPeer.OURS, RpcPeer.PYTHON),
  PYTHON_PYTHON(RpcPeer.PYTHON, RpcPeer.PYTHON);

  final RpcPeer client;
  final RpcPeer server;

  RpcPair(RpcPeer client, RpcPeer server) {
    this.client = client;
    this.server = server;
  }

  static List<RpcPair> to(RpcPeer server) {
    return Arrays.stream(values()).filter(pair -> pair.server == server).toList();
  }

  boolean isMixed() {
    return client != server;
  }

  boolean hasPython() {
    return client == RpcPeer.PYTHON || server == RpcPeer.PYTHON;
  }

  /// In tables.
  String label() {
    return (client + " to " + server).toLowerCase(Locale.ROOT);
  }
}
