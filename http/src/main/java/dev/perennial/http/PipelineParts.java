package dev.perennial.http;

import java.util.List;
import java.util.Map;

/// What a composite application makes its parts with.
public interface PipelineParts {

  /// Makes an application.
  ///
  /// @param name its section, or a whole reference such as `config:other.ini#name`
  /// @return answers requests
  Handler app(String name);

  /// Makes several applications, and tells of all that cannot be made at once.
  ///
  /// @param <K> what they are known by
  /// @param names of their sections
  /// @return the applications
  <K> Map<K, Handler> apps(Map<K, String> names);

  /// Makes filters around an application.
  ///
  /// @param names of the filters, the outermost first, and of the application
  /// @return answers requests
  Handler pipeline(List<String> names);
}
