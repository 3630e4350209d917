package dev.perennial.http;

import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// What the names of factories in a file of pipelines stand for: an alias where the program has
/// given one, otherwise a class.
///
/// ```java
/// PipelineFactories factories =
///     PipelineFactories.builder()
///         .app("tacker.api.v1.router:APIRouter.factory", settings -> routes(conductor))
///         .filter("keystonemiddleware.auth_token:filter_factory", settings -> new TokenFilter(validator))
///         .build();
/// ```
///
/// So a file of a Python service can stay as it is. `egg:Paste#urlmap` and the filters of
/// `oslo.middleware` that have a counterpart here need no alias; see [Builder]. Immutable.
public final class PipelineFactories {

  private final Map<String, PipelineFactory> aliases;

  private PipelineFactories(Map<String, PipelineFactory> aliases) {
    this.aliases = aliases;
  }

  /// Begins with the names that are known by themselves.
  ///
  /// @return the builder
  public static Builder builder() {
    return new Builder();
  }

  /// @param name an alias, or a class
  /// @throws PipelineException if it is neither, or makes something else than is wanted
  PipelineFactory load(String name, PasteKind wanted, PastePlace place) {
    String plain = name.startsWith("call:") ? name.substring("call:".length()) : name;
    PipelineFactory known = aliases.get(plain);
    PipelineFactory factory = known != null ? known : instance(plain, wanted, place);
    if (!fits(factory, wanted)) {
      throw new PipelineException(
          place,
          "'" + name + "' does not make " + (wanted == PasteKind.APP ? "an app" : "a filter"));
    }
    return factory;
  }

  private static boolean fits(PipelineFactory factory, PasteKind wanted) {
    // Not a switch over types, which the JVM would make anew at every start.
    boolean makesApps =
        factory instanceof PipelineFactory.OfApp || factory instanceof PipelineFactory.OfComposite;
    return wanted == (makesApps ? PasteKind.APP : PasteKind.FILTER);
  }

  private PipelineFactory instance(String name, PasteKind wanted, PastePlace place) {
    if (name.indexOf(':') >= 0) {
      throw withoutCounterpart(name, wanted, place);
    }
    if (made(name, place) instanceof PipelineFactory factory) {
      return factory;
    }
    throw new PipelineException(
        place, "class " + name + " is no PipelineFactory, so it cannot make anything here");
  }

  private PipelineException withoutCounterpart(String name, PasteKind wanted, PastePlace place) {
    return new PipelineException(
        place,
        ("'%s' has no counterpart in this program: take it out of the file, or give it one by"
                + " PipelineFactories.builder().%s(\"%s\", …); known are %s, and the names of"
                + " classes")
            .formatted(
                name,
                wanted == PasteKind.APP ? "app" : "filter",
                name,
                String.join(", ", new TreeSet<>(aliases.keySet()))));
  }

  private static Object made(String name, PastePlace place) {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .getConstructor()
          .newInstance();
    } catch (ClassNotFoundException missing) {
      throw new PipelineException(
          place, "there is no class '" + name + "' on the class path, and no alias of that name");
    } catch (InvocationTargetException failed) {
      throw new PipelineException(
          place, "class " + name + " cannot be made: " + failed.getCause(), failed);
    } catch (ReflectiveOperationException | LinkageError unusable) {
      throw new PipelineException(
          place,
          "class "
              + name
              + " cannot be used: it must be public and have a public constructor"
              + " without parameters ("
              + unusable
              + ")",
          unusable);
    }
  }

  /// Collects aliases. For one thread.
  public static final class Builder {

    private final Map<String, PipelineFactory> aliases = new HashMap<>(StandardPipelines.ALL);

    private Builder() {}

    /// Names a factory of applications.
    ///
    /// @param name as the file has it, without `call:` before it
    /// @param factory makes the application
    /// @return this builder
    public Builder app(String name, PipelineFactory.OfApp factory) {
      aliases.put(name, factory);
      return this;
    }

    /// Names a factory of composite applications.
    ///
    /// @param name as the file has it, without `call:` before it
    /// @param factory makes the application
    /// @return this builder
    public Builder composite(String name, PipelineFactory.OfComposite factory) {
      aliases.put(name, factory);
      return this;
    }

    /// Names a factory of filters.
    ///
    /// @param name as the file has it, without `call:` before it
    /// @param factory makes the filter
    /// @return this builder
    public Builder filter(String name, PipelineFactory.OfFilter factory) {
      aliases.put(name, factory);
      return this;
    }

    /// Names a factory that puts something around applications.
    ///
    /// @param name as the file has it, without `call:` before it
    /// @param factory puts it around
    /// @return this builder
    public Builder filterApp(String name, PipelineFactory.OfFilterApp factory) {
      aliases.put(name, factory);
      return this;
    }

    /// Makes the table.
    ///
    /// @return the table
    public PipelineFactories build() {
      return new PipelineFactories(Map.copyOf(aliases));
    }
  }
}
