package dev.perennial.http;

import java.util.EnumMap;
import java.util.Map;

/// What a collection of a REST API can do, for [Router.Builder#collection(String, RestCollection)].
/// Immutable.
///
/// @param actions the handlers of those actions that it has; all but `INDEX` and `CREATE` find the
///   item by the path parameter `id`
public record RestCollection(Map<Action, Handler> actions) {

  /// What can be done with a collection and its items, in the words of OpenStack.
  public enum Action {
    /// `GET` of the collection.
    INDEX("GET", ""),
    /// `POST` to the collection.
    CREATE("POST", ""),
    /// `GET` of an item.
    SHOW("GET", "/{id}"),
    /// `PUT` of an item.
    UPDATE("PUT", "/{id}"),
    /// `PATCH` of an item.
    PATCH("PATCH", "/{id}"),
    /// `DELETE` of an item.
    DELETE("DELETE", "/{id}");

    private final String method;
    private final String below;

    Action(String method, String below) {
      this.method = method;
      this.below = below;
    }

    String method() {
      return method;
    }

    String of(String path) {
      return path + below;
    }
  }

  /// Copies.
  public RestCollection {
    actions = Map.copyOf(actions);
  }

  /// A collection that can do nothing.
  ///
  /// @return the collection
  public static RestCollection empty() {
    return new RestCollection(Map.of());
  }

  /// The same collection with one more action.
  ///
  /// @param action the action
  /// @param handler does it
  /// @return a copy
  public RestCollection with(Action action, Handler handler) {
    Map<Action, Handler> more = new EnumMap<>(Action.class);
    more.putAll(actions);
    more.put(action, handler);
    return new RestCollection(more);
  }
}
