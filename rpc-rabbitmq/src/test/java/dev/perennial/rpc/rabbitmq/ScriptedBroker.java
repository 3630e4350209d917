package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Speaks just enough AMQP to let a client log in and declare, and refuses queues as RabbitMQ 4.3
/// does: those that are neither durable nor exclusive.
final class ScriptedBroker implements AutoCloseable {

  static final String REFUSAL =
      "INTERNAL_ERROR - Feature `transient_nonexcl_queues` is deprecated.\n"
          + "By default, this feature is not permitted anymore.\n"
          + "The feature will be removed from a future major RabbitMQ version";

  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final List<String> declared = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();

  ScriptedBroker() throws IOException {
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// The names of the queues that were declared.
  List<String> declared() {
    return declared;
  }

  /// The methods by which clients wanted to log in.
  List<String> logins() {
    return logins;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      in.readNBytes(8); // the protocol header
      send(out, 0, start());
      while (true) {
        Frame frame = Frame.readFrom(in, () -> 1 << 20);
        if (frame.getType() == AMQP.FRAME_METHOD) {
          answer(out, frame.getChannel(), AMQImpl.readMethodFrom(frame.getInputStream()));
        }
      }
    } catch (IOException gone) {
      // the client has had enough
    }
  }

  private void answer(DataOutputStream out, int channel, com.rabbitmq.client.Method method)
      throws IOException {
    switch (method) {
      case AMQP.Connection.StartOk login -> {
        logins.add(login.getMechanism());
        send(out, 0, new AMQImpl.Connection.Tune(2047, 131072, 0));
      }
      case AMQP.Connection.Open _ -> send(out, 0, new AMQImpl.Connection.OpenOk(""));
      case AMQP.Connection.Close _ -> send(out, 0, new AMQImpl.Connection.CloseOk());
      case AMQP.Channel.Open _ ->
          send(out, channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
      case AMQP.Channel.Close _ -> send(out, channel, new AMQImpl.Channel.CloseOk());
      case AMQP.Basic.Qos _ -> send(out, channel, new AMQImpl.Basic.QosOk());
      case AMQP.Exchange.Declare _ -> send(out, channel, new AMQImpl.Exchange.DeclareOk());
      case AMQP.Queue.Bind _ -> send(out, channel, new AMQImpl.Queue.BindOk());
      case AMQP.Basic.Consume consume ->
          send(out, channel, new AMQImpl.Basic.ConsumeOk(consume.getConsumerTag()));
      case AMQP.Queue.Declare declare -> declare(out, channel, declare);
      default -> {}
    }
  }

  private void declare(DataOutputStream out, int channel, AMQP.Queue.Declare declare)
      throws IOException {
    if (!declare.getDurable() && !declare.getExclusive()) {
      send(out, 0, new AMQImpl.Connection.Close(541, REFUSAL, 50, 10));
      return;
    }
    declared.add(declare.getQueue());
    send(out, channel, new AMQImpl.Queue.DeclareOk(declare.getQueue(), 0, 0));
  }

  private static Method start() {
    return new AMQImpl.Connection.Start(
        0,
        9,
        Map.of("product", "RabbitMQ", "version", "4.3.0"),
        LongStringHelper.asLongString("AMQPLAIN PLAIN EXTERNAL"),
        LongStringHelper.asLongString("en_US"));
  }

  private static void send(DataOutputStream out, int channel, Method method) throws IOException {
    method.toFrame(channel).writeTo(out);
    out.flush();
  }
}
