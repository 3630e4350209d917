package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/// The socket of a connection as the AMQP library sees it, for classes that do one thing otherwise.
abstract class ForwardingFrames implements FrameHandler {

  private final FrameHandler plain;

  ForwardingFrames(FrameHandler plain) {
    this.plain = plain;
  }

  @Override
  public void flush(WriteListener listener) throws IOException {
    plain.flush(listener);
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
  public @Nullable Frame readFrame() throws IOException {
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
