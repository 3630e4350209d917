package dev.perennial.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/// What a connection becomes when its last response has overtaken the body of its request: the
/// client is told that this was all, and what it says still is read and thrown away. The engine
/// would close the connection, and what comes then is answered with a reset, for which a proxy, and
/// some clients, drop the response.
final class LastWords extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {

  private static final int AT_A_TIME = 1 << 14;

  /// Lets the connection of a request end with the response that is being sent.
  static void heed(Request request) {
    request.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
        new LastWords(
            request.getConnectionMetaData().getConnection().getEndPoint(),
            request.getComponents().getExecutor()));
  }

  private LastWords(EndPoint endPoint, Executor executor) {
    super(endPoint, executor);
  }

  @Override
  public void onUpgradeTo(ByteBuffer readBefore) {}

  @Override
  public void onOpen() {
    super.onOpen();
    HttpEndPoint.below(getEndPoint()).linger(System.nanoTime());
    fillInterested();
  }

  // Once at a time: it may be the one thread that reads for all connections.
  @Override
  public void onFillable() {
    if (isAtEnd()) {
      close();
    } else {
      fillInterested();
    }
  }

  private boolean isAtEnd() {
    try {
      return getEndPoint().fill(BufferUtil.allocate(AT_A_TIME)) < 0;
    } catch (IOException | RuntimeException lost) {
      // TLS has no buffers any more where the connection was closed meanwhile.
      return true;
    }
  }
}
