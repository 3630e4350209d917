package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;

/// The socket of a connection, but for flushes that a [Cork] holds back.
///
/// @param plain does everything
/// @param cork says when not to flush
record CorkedFrames(FrameHandler plain, Cork cork) implements FrameHandler {

  @Override
  public void flush(WriteListener listener) throws IOException {
    if (listener != null || !cork.holdsBack()) {
      plain.flush(listener);
    }
  }

  @Override
  public boolean internalHearbeat() {
    return plain.internalHearbeat();
  }

  @Override
  public void setTimeout(int millis) throws SocketException {
    plain.setTimeout(millis);
  }

  @Override
  public int getTimeout() throws SocketException {
    return plain.getTimeout();
  }

  @Override
  public void sendHeader() throws IOException {
    plain.sendHeader();
  }

  @Override
  public void initialize(AMQConnection connection) {
    plain.initialize(connection);
  }

  @Override
  public void startProcessing() {
    plain.startProcessing();
  }

  @Override
  public void finishConnectionNegotiation() {
    plain.finishConnectionNegotiation();
  }

  @Override
  public void setFrameMax(int bytes) {
    plain.setFrameMax(bytes);
  }

  @Override
  public Frame readFrame() throws IOException {
    return plain.readFrame();
  }

  @Override
  public void writeFrame(Frame frame) throws IOException {
    plain.writeFrame(frame);
  }

  @Override
  public void close() {
    plain.close();
  }

  @Override
  public InetAddress getLocalAddress() {
    return plain.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return plain.getLocalPort();
  }

  @Override
  public InetAddress getAddress() {
    return plain.getAddress();
  }

  @Override
  public int getPort() {
    return plain.getPort();
  }
}
