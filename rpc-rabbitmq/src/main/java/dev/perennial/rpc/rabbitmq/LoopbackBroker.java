package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQCommand;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The other side of AMQP for the training run of an AOT cache: a broker on a loopback port, for
/// this process alone, that confirms what it gets and passes it on to whoever consumes there and
/// then. It keeps no message, refuses nobody and checks nothing, so it is good for nothing else.
///
/// Each connection has a thread of its own, which ends with it. The port is open until the process
/// ends, which a training run does at once.
final class LoopbackBroker {

  private static final int BACKLOG = 8;
  private static final int MOST_CHANNELS = 2047;
  private static final int FRAME_BYTES = 131_072;

  // Frame, channel and size in front, a mark behind.
  private static final int FRAME_OVERHEAD = 8;
  private static final int PROTOCOL_HEADER_BYTES = 8;

  private final ServerSocket listener;
  private final Map<String, Set<String>> queuesByRoute = new ConcurrentHashMap<>();
  private final Map<String, Consumer> consumers = new ConcurrentHashMap<>();

  private record Consumer(Connection connection, int channel, String tag) {}

  LoopbackBroker() throws IOException {
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().name("training-broker").daemon(true).start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Connection connection = new Connection(listener.accept());
        Thread.ofPlatform().name("training-broker").daemon(true).start(connection::serve);
      }
    } catch (IOException closed) {
      // the training run ends without an answer, and says so
    }
  }

  private static String route(String exchange, String key) {
    return exchange + "\n" + key;
  }

  private void pass(AMQP.Basic.Publish message, AMQCommand content) throws IOException {
    String key = message.getRoutingKey();
    boolean namesQueue = message.getExchange().isEmpty();
    String route = route(message.getExchange(), key);
    for (String queue : namesQueue ? Set.of(key) : queuesByRoute.getOrDefault(route, Set.of())) {
      Consumer consumer = consumers.get(queue);
      if (consumer != null) {
        consumer.connection.deliver(consumer, message, content);
      }
    }
  }

  /// One client. Anybody may send to it, its own thread alone reads.
  private final class Connection {

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<Integer, AMQCommand> unfinished = new HashMap<>();
    private final Map<Integer, Long> confirmed = new HashMap<>();
    private long delivered;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    private void serve() {
      try (socket) {
        in.skipNBytes(PROTOCOL_HEADER_BYTES);
        send(0, start());
        while (true) {
          Frame frame = Frame.readFrom(in, () -> FRAME_BYTES);
          int channel = frame.getChannel();
          AMQCommand command = unfinished.computeIfAbsent(channel, _ -> new AMQCommand());
          if (frame.getType() != AMQP.FRAME_HEARTBEAT && command.handleFrame(frame)) {
            unfinished.remove(channel);
            answer(channel, command);
          }
        }
      } catch (IOException gone) {
        consumers.values().removeIf(consumer -> consumer.connection == this);
      }
    }

    private void answer(int channel, AMQCommand command) throws IOException {
      switch (command.getMethod()) {
        case AMQP.Connection.StartOk _ ->
            send(0, new AMQImpl.Connection.Tune(MOST_CHANNELS, FRAME_BYTES, 0));
        case AMQP.Connection.Open _ -> send(0, new AMQImpl.Connection.OpenOk(""));
        case AMQP.Connection.Close _ -> send(0, new AMQImpl.Connection.CloseOk());
        case AMQP.Channel.Open _ ->
            send(channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
        case AMQP.Channel.Close _ -> send(channel, new AMQImpl.Channel.CloseOk());
        case AMQP.Confirm.Select _ -> {
          confirmed.put(channel, 0L);
          send(channel, new AMQImpl.Confirm.SelectOk());
        }
        case AMQP.Exchange.Declare _ -> send(channel, new AMQImpl.Exchange.DeclareOk());
        case AMQP.Queue.Declare queue ->
            send(channel, new AMQImpl.Queue.DeclareOk(queue.getQueue(), 0, 0));
        case AMQP.Queue.Bind bind -> {
          queuesByRoute
              .computeIfAbsent(
                  route(bind.getExchange(), bind.getRoutingKey()),
                  _ -> ConcurrentHashMap.newKeySet())
              .add(bind.getQueue());
          send(channel, new AMQImpl.Queue.BindOk());
        }
        case AMQP.Basic.Qos _ -> send(channel, new AMQImpl.Basic.QosOk());
        case AMQP.Basic.Consume consume -> consume(channel, consume);
        case AMQP.Basic.Cancel cancel ->
            send(channel, new AMQImpl.Basic.CancelOk(cancel.getConsumerTag()));
        case AMQP.Basic.Publish message -> {
          pass(message, command);
          confirm(channel);
        }
        default -> {} // what wants no answer, and what ends a handshake
      }
    }

    // As one step: whoever has the answer may count on messages, and none comes before it.
    private synchronized void consume(int channel, AMQP.Basic.Consume consume) throws IOException {
      String tag = consume.getConsumerTag();
      consumers.put(consume.getQueue(), new Consumer(this, channel, tag));
      send(channel, new AMQImpl.Basic.ConsumeOk(tag));
    }

    private void confirm(int channel) throws IOException {
      Long before = confirmed.get(channel);
      if (before != null) {
        confirmed.put(channel, before + 1);
        send(channel, new AMQImpl.Basic.Ack(before + 1, false));
      }
    }

    private synchronized void deliver(Consumer to, AMQP.Basic.Publish message, AMQCommand content)
        throws IOException {
      delivered++;
      Method head =
          new AMQImpl.Basic.Deliver(
              to.tag, delivered, false, message.getExchange(), message.getRoutingKey());
      byte[] body = content.getContentBody();
      head.toFrame(to.channel).writeTo(out);
      content.getContentHeader().toFrame(to.channel, body.length).writeTo(out);
      int most = FRAME_BYTES - FRAME_OVERHEAD;
      for (int begin = 0; begin < body.length; begin += most) {
        int length = Math.min(most, body.length - begin);
        Frame.fromBodyFragment(to.channel, ByteBuffer.wrap(body), begin, length).writeTo(out);
      }
      out.flush();
    }

    private synchronized void send(int channel, Method method) throws IOException {
      method.toFrame(channel).writeTo(out);
      out.flush();
    }

    private Method start() {
      return new AMQImpl.Connection.Start(
          0,
          9,
          Map.of("product", "training"),
          LongStringHelper.asLongString("AMQPLAIN PLAIN EXTERNAL"),
          LongStringHelper.asLongString("en_US"));
    }
  }
}
