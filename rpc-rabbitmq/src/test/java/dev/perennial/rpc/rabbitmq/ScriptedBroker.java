package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQCommand;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import dev.perennial.rpc.TransportUrl;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Speaks just enough AMQP to let a client log in, declare and publish.
final class ScriptedBroker implements AutoCloseable {

  /// What it proposes to clients.
  static final int HEARTBEAT_SECONDS = 60;

  private static final long PATIENCE_SECONDS = 60;

  private static final String STOP =
      "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'";

  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<Integer> heartbeats = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Published> published = new LinkedBlockingQueue<>();
  private final Set<String> withheld = ConcurrentHashMap.newKeySet();
  private final Semaphore questions = new Semaphore(0);
  private final Queue<Acknowledgement> unconfirmed = new ConcurrentLinkedQueue<>();
  private final ScriptedChannels channels = new ScriptedChannels();
  private final ScriptedQueues queues = new ScriptedQueues();
  private final Thread acceptor = Thread.ofPlatform().daemon().unstarted(this::accept);
  private volatile boolean cutAtMessage;
  private volatile boolean cutAtDeclaration;
  private volatile boolean stopAtDeclaration;
  private volatile boolean unroutable;
  private volatile boolean withinFrame;
  private volatile CountDownLatch mayAnswer = new CountDownLatch(0);

  /// A message as it came.
  ///
  /// @param frames what was in those in front of the body, in hexadecimal digits
  record Published(
      AMQP.Basic.Publish method,
      AMQP.BasicProperties properties,
      byte[] body,
      List<String> frames) {}

  private record Acknowledgement(Client to, int channel, long tag) {}

  ScriptedBroker() throws IOException {
    acceptor.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Connects to it.
  Connector connector(RabbitOptions options) {
    return connector(options, Duration.ofSeconds(PATIENCE_SECONDS));
  }

  /// Connects to it, and waits no longer for an answer than is said.
  Connector connector(RabbitOptions options, Duration patience) {
    TransportUrl url = TransportUrl.parse("rabbit://127.0.0.1:" + port());
    return new Connector(() -> url, options, patience);
  }

  /// What was asked on which channel.
  ScriptedChannels channels() {
    return channels;
  }

  /// The queues that were declared.
  ScriptedQueues queues() {
    return queues;
  }

  /// The methods by which clients wanted to log in.
  List<String> logins() {
    return logins;
  }

  /// The heartbeats, in seconds, that clients agreed to.
  List<Integer> heartbeats() {
    return heartbeats;
  }

  /// The next message that was published.
  Published nextPublished() throws InterruptedException {
    Published next = published.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(next, "nothing was published");
    return next;
  }

  /// Never confirms messages with a routing key, as for a queue that is out of order.
  void withholdConfirms(String key) {
    withheld.add(key);
  }

  /// Confirms those that come later.
  void confirmFromNowOn() {
    withheld.clear();
  }

  /// Confirms them after all.
  void confirmWithheld() throws IOException {
    for (Acknowledgement each : unconfirmed) {
      each.to.send(each.channel, new AMQImpl.Basic.Ack(each.tag, false));
    }
  }

  /// Returns every message, as one that no queue is there for.
  void returnAll() {
    unroutable = true;
  }

  /// Stands still at the next question whether messages were read, until it is let go on.
  ///
  /// @return lets it go on
  Runnable holdAtQuestion() {
    CountDownLatch gate = new CountDownLatch(1);
    mayAnswer = gate;
    return gate::countDown;
  }

  /// Sends the beginning of a frame before it stands still there, and never the rest.
  void holdWithinFrame() {
    withinFrame = true;
  }

  /// Waits until a client has asked whether its messages were read.
  void awaitQuestion() throws InterruptedException {
    assertTrue(questions.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "nobody asked");
  }

  /// Takes the next message and ends the connections in place of confirming it.
  void cutAtMessage() {
    cutAtMessage = true;
  }

  /// Answers the next declaration of an exchange by ending the connections.
  void cutAtDeclaration() {
    cutAtDeclaration = true;
  }

  /// Answers the next declaration of an exchange as a broker does that is stopped at that moment.
  void stopAtDeclaration() {
    stopAtDeclaration = true;
  }

  /// Ends the connections that there are.
  void cut() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  /// Afterwards nobody can connect to it.
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // The kernel takes connections until this thread has come back from it.
      acceptor.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        clients.add(socket);
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
      new Client(in, out).serve();
    } catch (IOException | InterruptedException gone) {
      // the client has had enough
    }
  }

  /// One connection.
  private final class Client {
    private final Map<Integer, AMQCommand> unfinished = new HashMap<>();
    private final Map<Integer, Long> tags = new HashMap<>();
    private final List<String> frames = new ArrayList<>();
    private final DataInputStream in;
    private final DataOutputStream out;

    Client(DataInputStream in, DataOutputStream out) {
      this.in = in;
      this.out = out;
    }

    void serve() throws IOException, InterruptedException {
      in.readNBytes(8); // the protocol header
      send(0, start());
      while (true) {
        Frame frame = Frame.readFrom(in, () -> 1 << 20);
        note(frame);
        int channel = frame.getChannel();
        AMQCommand command = unfinished.computeIfAbsent(channel, _ -> new AMQCommand());
        if (frame.getType() != AMQP.FRAME_HEARTBEAT && command.handleFrame(frame)) {
          unfinished.remove(channel);
          take(channel, command);
        }
      }
    }

    private void note(Frame frame) {
      if (frame.getType() == AMQP.FRAME_METHOD) {
        frames.clear();
      }
      if (frame.getType() != AMQP.FRAME_BODY) {
        frames.add(HexFormat.of().formatHex(frame.getPayload()));
      }
    }

    private void take(int channel, AMQCommand command) throws IOException, InterruptedException {
      if (!(command.getMethod() instanceof AMQP.Basic.Publish message)) {
        if (channels.answersAtOnce(this, channel, command.getMethod())) {
          answer(channel, command.getMethod());
        }
        return;
      }
      published.add(
          new Published(
              message,
              (AMQP.BasicProperties) command.getContentHeader(),
              command.getContentBody(),
              List.copyOf(frames)));
      if (cutAtMessage) {
        cutAtMessage = false;
        cut();
        return;
      }
      Optional<Method> refusal =
          channels.refusal(message.getRoutingKey(), command.getContentBody());
      if (refusal.isPresent()) {
        send(channel, refusal.get());
        return;
      }
      if (unroutable) {
        giveBack(channel, message, command);
      }
      long tag = tags.merge(channel, 1L, Long::sum);
      if (withheld.contains(message.getRoutingKey())) {
        unconfirmed.add(new Acknowledgement(this, channel, tag));
      } else {
        send(channel, new AMQImpl.Basic.Ack(tag, false));
      }
    }

    private synchronized void giveBack(int channel, AMQP.Basic.Publish message, AMQCommand content)
        throws IOException {
      byte[] body = content.getContentBody();
      send(
          channel,
          new AMQImpl.Basic.Return(
              AMQP.NO_ROUTE, "NO_ROUTE", message.getExchange(), message.getRoutingKey()));
      content.getContentHeader().toFrame(channel, body.length).writeTo(out);
      Frame.fromBodyFragment(channel, ByteBuffer.wrap(body), 0, body.length).writeTo(out);
    }

    private void answer(int channel, com.rabbitmq.client.Method method)
        throws IOException, InterruptedException {
      switch (method) {
        case AMQP.Connection.StartOk login -> {
          logins.add(login.getMechanism());
          send(0, new AMQImpl.Connection.Tune(2047, 131072, HEARTBEAT_SECONDS));
        }
        case AMQP.Connection.TuneOk agreed -> heartbeats.add(agreed.getHeartbeat());
        case AMQP.Connection.Open _ -> send(0, new AMQImpl.Connection.OpenOk(""));
        case AMQP.Connection.Close _ -> send(0, new AMQImpl.Connection.CloseOk());
        case AMQP.Connection.CloseOk _ -> throw new EOFException("the client has said goodbye");
        case AMQP.Channel.Open _ -> {
          tags.remove(channel);
          send(channel, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
        }
        case AMQP.Channel.Close _ -> {
          answerLate(channel);
          send(channel, new AMQImpl.Channel.CloseOk());
        }
        case AMQP.Confirm.Select _ -> send(channel, new AMQImpl.Confirm.SelectOk());
        case AMQP.Basic.Qos _ -> {
          if (withinFrame) {
            out.write(new byte[] {AMQP.FRAME_METHOD, 0, (byte) channel});
          }
          questions.release();
          mayAnswer.await();
          send(channel, new AMQImpl.Basic.QosOk());
        }
        case AMQP.Exchange.Declare _ -> {
          if (cutAtDeclaration) {
            cutAtDeclaration = false;
            cut();
          }
          if (stopAtDeclaration) {
            stopAtDeclaration = false;
            send(0, new AMQImpl.Connection.Close(AMQP.CONNECTION_FORCED, STOP, 0, 0));
            return;
          }
          send(channel, new AMQImpl.Exchange.DeclareOk());
        }
        case AMQP.Queue.Bind _ -> send(channel, new AMQImpl.Queue.BindOk());
        case AMQP.Basic.Consume consume ->
            send(channel, new AMQImpl.Basic.ConsumeOk(consume.getConsumerTag()));
        case AMQP.Basic.Cancel cancel ->
            send(channel, new AMQImpl.Basic.CancelOk(cancel.getConsumerTag()));
        case AMQP.Queue.Declare declare -> {
          Method answer = queues.declare(declare);
          send(answer instanceof AMQP.Connection.Close ? 0 : channel, answer);
        }
        default -> {}
      }
    }

    private void answerLate(int channel) throws IOException, InterruptedException {
      Optional<com.rabbitmq.client.Method> question = channels.leftOpen(this, channel);
      if (question.isPresent()) {
        answer(channel, question.get());
      }
    }

    private synchronized void send(int channel, Method method) throws IOException {
      method.toFrame(channel).writeTo(out);
      out.flush();
    }
  }

  private static Method start() {
    return new AMQImpl.Connection.Start(
        0,
        9,
        Map.of("product", "RabbitMQ", "version", "4.3.0"),
        LongStringHelper.asLongString("AMQPLAIN PLAIN EXTERNAL"),
        LongStringHelper.asLongString("en_US"));
  }
}
