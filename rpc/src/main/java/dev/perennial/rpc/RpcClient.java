package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/// Calls methods of servers.
///
/// ```java
/// RpcClient conductor = RpcClient.create(transport, Target.of("conductor").withVersion("1.0"));
/// Vnf vnf = conductor.call("get_vnf", Map.of("id", id), Vnf.class);
/// conductor.prepare(to -> to.server("host-1").timeout(ofSeconds(5))).cast("heal", Map.of("id", id));
/// ```
///
/// The context of each message is [RpcContext#current()], with a request id if it had none. No call
/// or cast takes longer than its timeout, whatever it waits for: a connection, the broker, a reply.
///
/// Immutable and thread-safe; a call blocks its thread, which is meant to be a virtual one.
public final class RpcClient {

  private final Transport transport;
  private final CallOptions options;
  private final Serializer serializer;
  private final ErrorTypes errors;

  private RpcClient(
      Transport transport, CallOptions options, Serializer serializer, ErrorTypes errors) {
    this.transport = transport;
    this.options = options;
    this.serializer = serializer;
    this.errors = errors;
  }

  /// A client for a topic.
  ///
  /// @param transport how messages travel
  /// @param target has at least a topic
  /// @return the client
  /// @throws InvalidTargetException if there is no topic
  public static RpcClient create(Transport transport, Target target) {
    return new RpcClient(
        transport, CallOptions.to(target), JsonSerializer.standard(), ErrorTypes.standard());
  }

  /// The same with another form of values on the wire.
  ///
  /// @param other writes arguments and reads results
  /// @return the changed client
  public RpcClient withSerializer(Serializer other) {
    return new RpcClient(transport, options, other, errors);
  }

  /// The same with exceptions that it may throw in place of [RemoteException].
  ///
  /// @param types the allowed ones
  /// @return the changed client
  public RpcClient withErrors(ErrorTypes types) {
    return new RpcClient(transport, options, serializer, types);
  }

  /// The same with other options, for one use or many.
  ///
  /// @param change what is different
  /// @return the changed client
  public RpcClient prepare(UnaryOperator<CallOptions> change) {
    return new RpcClient(transport, change.apply(options), serializer, errors);
  }

  /// What this client does.
  ///
  /// @return its options
  public CallOptions options() {
    return options;
  }

  /// Whether the version cap allows a version.
  ///
  /// @param version `major.minor`
  /// @return true without a cap
  public boolean canSendVersion(String version) {
    return options.versionCap().map(cap -> cap.serves(ApiVersion.parse(version))).orElse(true);
  }

  /// Calls a method and waits until it has ended, whatever it returns.
  ///
  /// @param method its name on the wire
  /// @param args arguments by name; an empty `Optional` is left out
  /// @throws RpcException the ways to fail are its subclasses; an exception that
  ///   [#withErrors(ErrorTypes)] allows is thrown as itself
  public void call(String method, Map<String, ?> args) {
    callForJson(method, args);
  }

  /// Calls a method and waits for its result.
  ///
  /// @param method its name on the wire
  /// @param args arguments by name; an empty `Optional` is left out
  /// @param type what it returns
  /// @param <T> the type
  /// @return the result
  /// @throws RpcException the ways to fail are its subclasses; also if it returned nothing
  public <T> T call(String method, Map<String, ?> args, Class<T> type) {
    return type.cast(read(method, callForJson(method, args), boxed(type)));
  }

  /// Calls a method and waits for its result, whose type is generic. `Optional` stands for a method
  /// that may return nothing.
  ///
  /// @param method its name on the wire
  /// @param args arguments by name; an empty `Optional` is left out
  /// @param type what it returns
  /// @param <T> the type
  /// @return the result
  /// @throws RpcException the ways to fail are its subclasses; also if it returned nothing
  @SuppressWarnings("unchecked") // the reference says so
  public <T> T call(String method, Map<String, ?> args, TypeReference<T> type) {
    return (T) read(method, callForJson(method, args), type.getType());
  }

  /// Asks a server of the topic to run a method, and does not wait for it. Returns once the broker
  /// has the message.
  ///
  /// @param method its name on the wire
  /// @param args arguments by name; an empty `Optional` is left out
  /// @throws RpcException the ways to fail are its subclasses
  public void cast(String method, Map<String, ?> args) {
    send(options, method, args);
  }

  /// Asks every server of the topic to run a method, and waits for none.
  ///
  /// @param method its name on the wire
  /// @param args arguments by name; an empty `Optional` is left out
  /// @throws RpcException the ways to fail are its subclasses
  public void fanout(String method, Map<String, ?> args) {
    send(options.target(options.target().withFanout(true)), method, args);
  }

  /// An object whose methods call those of a server.
  ///
  /// @param type an interface with [Endpoint], whose namespace and version count
  /// @param <T> the interface
  /// @return the proxy; a checked exception that the method declares and [#withErrors] allows is
  ///   thrown as itself
  public <T> T proxy(Class<T> type) {
    return ClientProxy.of(this, type);
  }

  JsonNode callForJson(String method, Map<String, ?> args) {
    if (options.target().fanout()) {
      throw new InvalidTargetException("a call cannot go to every server; cast", options.target());
    }
    RpcContext context = RpcContext.current().withRequestId();
    RpcRequest request = request(context, options.target(), method, args);
    Delivery delivery = delivery(context, options.mandatory().orElse(true));
    Reply reply;
    try {
      reply = transport.call(options.target(), request, delivery);
    } catch (InterruptedException stopped) {
      throw interrupted("call of " + method);
    }
    return switch (reply) {
      case Reply.Result(JsonNode value) -> value;
      case Reply.Failed(RemoteFailure failure) -> throw unchecked(failure);
      case Reply.Heartbeat _ -> throw new IllegalStateException("a heartbeat is no final reply");
    };
  }

  Object read(String method, JsonNode json, Type type) {
    try {
      if (!json.isNull()) {
        return serializer.deserialize(RpcContext.current(), json, type);
      }
    } catch (RuntimeException misfit) {
      throw new RpcException("the result of " + method + " is no " + type.getTypeName(), misfit);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return Optional.empty();
    }
    throw new RpcException(method + " returned nothing; ask for an Optional where it may");
  }

  private void send(CallOptions to, String method, Map<String, ?> args) {
    RpcContext context = RpcContext.current().withRequestId();
    Target target = to.target();
    RpcRequest request = request(context, target, method, args);
    boolean directed = target.server().isPresent() && !target.fanout();
    try {
      transport.cast(target, request, delivery(context, to.mandatory().orElse(directed)));
    } catch (InterruptedException stopped) {
      throw interrupted("cast of " + method);
    }
  }

  private RpcRequest request(
      RpcContext context, Target target, String method, Map<String, ?> args) {
    checkCap(target);
    Map<String, JsonNode> json = LinkedHashMap.newLinkedHashMap(args.size());
    for (Map.Entry<String, ?> arg : args.entrySet()) {
      Object value = arg.getValue();
      if (!value.equals(Optional.empty())) {
        json.put(arg.getKey(), serializer.serialize(context, value));
      }
    }
    return new RpcRequest(
        method, json, target.namespace(), target.version(), serializer.serializeContext(context));
  }

  private void checkCap(Target target) {
    if (options.versionCap().isPresent()) {
      ApiVersion cap = options.versionCap().get();
      String asked = target.version().orElse("(none)");
      if (target.version().isEmpty() || !cap.serves(ApiVersion.parse(asked))) {
        throw new VersionCapException(cap, asked);
      }
    }
  }

  private Delivery delivery(RpcContext context, boolean mandatory) {
    Duration timeout = options.timeout().orElse(transport.options().rpcResponseTimeout());
    Deadline deadline = context.deadline().orEarlier(timeout);
    return new Delivery(deadline, options.callMonitorTimeout(), mandatory, options.retries());
  }

  private RuntimeException unchecked(RemoteFailure failure) {
    Exception rebuilt = errors.rebuild(failure);
    if (rebuilt instanceof RuntimeException unchecked) {
      return unchecked;
    }
    RemoteException wrapped = new RemoteException(failure);
    wrapped.initCause(rebuilt);
    return wrapped;
  }

  private static Class<?> boxed(Class<?> type) {
    if (type.isPrimitive()) {
      throw new IllegalArgumentException("ask for the box of " + type + ", such as Integer.class");
    }
    return type;
  }

  private static RpcInterruptedException interrupted(String what) {
    Thread.currentThread().interrupt();
    return new RpcInterruptedException(what);
  }
}
