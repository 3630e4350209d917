package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// What a broker's refusal means for the person who runs the program.
final class BrokerErrors {

  private static final String TRANSIENT_QUEUES = "transient_nonexcl_queues";

  private static final Pattern TOO_LARGE =
      Pattern.compile("message size \\d+ is larger than (?:configured )?max size (\\d{1,18})");

  private static final Pattern EXCHANGE = Pattern.compile("exchange '([^']*)'");
  private static final String DEFAULT_EXCHANGE = "amq.default";

  private BrokerErrors() {}

  /// One line: what happened, and where it is known, what to do.
  static String explain(Throwable failure) {
    Optional<ShutdownSignalException> signal = signal(failure);
    if (signal.isPresent()) {
      return explain(text(signal.get()));
    }
    return switch (failure) {
      case AuthenticationFailureException refused when text(refused).contains("EXTERNAL") ->
          "the broker has no user by the name in ssl_cert_file (rabbit_login_method = EXTERNAL)";
      case AuthenticationFailureException _ ->
          "the broker refused user and password of transport_url";
      case PossibleAuthenticationFailureException _ ->
          "the broker closed the connection at login: check user, password and virtual host of"
              + " transport_url, and whether ssl fits the port";
      case UnknownHostException unknown -> "unknown host " + unknown.getMessage();
      case ConnectException refused ->
          "nobody listens at the broker's address: " + refused.getMessage();
      case SSLException tls -> TlsErrors.explain(tls);
      case ChannelContinuationTimeoutException unanswered ->
          "the broker did not answer " + unanswered.getMethod().protocolMethodName() + " in time";
      case TimeoutException _ ->
          "the broker did not answer the handshake in time: check the port of transport_url, and"
              + " whether ssl fits it";
      default -> text(failure);
    };
  }

  /// Whether trying again is pointless until somebody changes something.
  static boolean isPermanent(Throwable failure) {
    return failure instanceof AuthenticationFailureException
        || signal(failure).map(signal -> isRefusal(text(signal))).orElse(false);
  }

  /// Whether the broker's answer to what was asked is that it closes the channel or the connection.
  /// When it is stopped it closes all connections, whatever was asked.
  static boolean isAnswer(Throwable failure) {
    return !(failure instanceof AlreadyClosedException)
        && signal(failure)
            .map(ShutdownSignalException::getReason)
            .filter(reason -> !isForced(reason))
            .isPresent();
  }

  /// Whether the broker let a question lie, while the connection is there.
  static boolean isSilence(Throwable failure) {
    return failure instanceof ChannelContinuationTimeoutException;
  }

  /// How many bytes a message may have, if the broker closed the channel since one had more.
  static OptionalLong largestMessage(ShutdownSignalException signal) {
    Matcher sizes = TOO_LARGE.matcher(text(signal));
    return sizes.find() ? OptionalLong.of(Long.parseLong(sizes.group(1))) : OptionalLong.empty();
  }

  /// Whether the broker closed the channel since there is no such thing.
  static boolean isMissing(ShutdownSignalException signal) {
    return text(signal).startsWith("NOT_FOUND");
  }

  /// The exchange that the broker speaks of, by the name by which messages are sent to it.
  static Optional<String> exchange(ShutdownSignalException signal) {
    Matcher named = EXCHANGE.matcher(text(signal));
    return named.find()
        ? Optional.of(named.group(1).equals(DEFAULT_EXCHANGE) ? "" : named.group(1))
        : Optional.empty();
  }

  private static boolean isForced(Method reason) {
    return reason instanceof AMQP.Connection.Close close
        && close.getReplyCode() == AMQP.CONNECTION_FORCED;
  }

  private static boolean isRefusal(String text) {
    return text.startsWith("PRECONDITION_FAILED")
        || text.startsWith("ACCESS_REFUSED")
        || text.startsWith("NOT_ALLOWED")
        || text.contains(TRANSIENT_QUEUES);
  }

  private static String explain(String text) {
    if (text.contains(TRANSIENT_QUEUES)) {
      return "the broker refuses queues that are neither durable nor exclusive (RabbitMQ 4.3 does"
          + " so by default): set [oslo_messaging_rabbit] amqp_durable_queues = true, or"
          + " rabbit_quorum_queue = true, in all programs on this bus. It said: "
          + firstLine(text);
    }
    if (text.contains("inequivalent arg")) {
      return "the broker has an exchange or a queue of this name in another shape: "
          + firstLine(text)
          + ". Give all programs on the bus the same amqp_durable_queues, amqp_auto_delete and"
          + " rabbit_quorum_… options, or delete the queue";
    }
    if (text.contains("delivery acknowledgement on channel")) {
      return "the broker waited longer than its consumer_timeout for the acknowledgement of a"
          + " message, and delivers it again: raise consumer_timeout, or do not run what"
          + " lasts as long with Acknowledge.ON_COMPLETION. It said: "
          + firstLine(text);
    }
    if (text.startsWith("ACCESS_REFUSED") && text.contains(DEFAULT_EXCHANGE)) {
      return "the user of transport_url may not write to amq.default, by which replies go: see"
          + " rabbitmqctl set_permissions. The broker said: "
          + firstLine(text);
    }
    if (TOO_LARGE.matcher(text).find()) {
      return "a message was larger than max_message_size of the broker. It said: "
          + firstLine(text);
    }
    return firstLine(text);
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static Optional<ShutdownSignalException> signal(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ShutdownSignalException signal) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }

  private static String text(ShutdownSignalException signal) {
    Method reason = signal.getReason();
    return switch (reason) {
      case AMQP.Connection.Close close -> close.getReplyText();
      case AMQP.Channel.Close close -> close.getReplyText();
      case null -> signal.getCause() == null ? "connection closed" : signal.getCause().toString();
      default -> String.valueOf(signal.getMessage());
    };
  }
}
