package dev.perennial.tls;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/// A handshake of a server's engine with one of a client, without a socket between them.
final class Handshake {

  private final SSLEngine server;
  private final SSLEngine client;

  private Handshake(SSLEngine server, SSLEngine client) {
    this.server = server;
    this.client = client;
  }

  /// What the client saw.
  record Outcome(String protocol, String cipher, List<X509Certificate> chain) {

    List<String> subjects() {
      return chain.stream()
          .map(certificate -> certificate.getSubjectX500Principal().getName())
          .toList();
    }
  }

  static Outcome with(SSLEngine server) throws Exception {
    return with(server, Optional.empty(), new String[] {"TLSv1.3", "TLSv1.2"});
  }

  static Outcome withProtocol(SSLEngine server, String protocol) throws Exception {
    return with(server, Optional.empty(), new String[] {protocol});
  }

  static Outcome withCertificate(SSLEngine server, String name) throws Exception {
    return with(server, Optional.of(name), new String[] {"TLSv1.2"});
  }

  static Outcome with(SSLEngine server, Optional<String> certificate, String[] protocols)
      throws Exception {
    SSLEngine client = clientContext(certificate).createSSLEngine("localhost", 443);
    client.setUseClientMode(true);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setProtocols(protocols);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    client.setSSLParameters(parameters);
    new Handshake(server, client).run();
    SSLSession session = client.getSession();
    List<X509Certificate> chain =
        List.of(session.getPeerCertificates()).stream().map(X509Certificate.class::cast).toList();
    return new Outcome(session.getProtocol(), session.getCipherSuite(), chain);
  }

  private static SSLContext clientContext(Optional<String> certificate) throws Exception {
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("ca", Certificates.read(Pem.file("ca.pem")).getFirst());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore own = emptyStore();
    if (certificate.isPresent()) {
      own.setKeyEntry(
          "own",
          PrivateKeys.read(Pem.file(certificate.get() + ".key"), Optional.empty()),
          new char[0],
          Certificates.read(Pem.file(certificate.get() + ".pem")).toArray(new X509Certificate[0]));
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    X509KeyManager manager = (X509KeyManager) keys.getKeyManagers()[0];
    context.init(new KeyManager[] {new Insistent(manager)}, trust.getTrustManagers(), null);
    return context;
  }

  /// Shows its certificate even to a server that does not know who signed it.
  private static final class Insistent extends X509ExtendedKeyManager {
    private final X509KeyManager keys;

    Insistent(X509KeyManager keys) {
      this.keys = keys;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return "own";
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return keys.getClientAliases(type, issuers);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return keys.getServerAliases(type, issuers);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return keys.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    return store;
  }

  private void run() throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
    ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
    client.beginHandshake();
    server.beginHandshake();
    for (int round = 0; round < 100 && !(isOver(client) && isOver(server)); round++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
    if (!isOver(client) || !isOver(server)) {
      throw new SSLException("the handshake came to no end");
    }
  }

  private static boolean isOver(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (in.flip().hasRemaining()) {
            engine.unwrap(in, ByteBuffer.allocate(64 * 1024));
            in.compact();
          } else {
            in.clear();
            return;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }
}
