package dev.perennial.http;

/// Makes one part of a pipeline from its section. Its class is named in the file, and then has a
/// public constructor without parameters; or the program gives it a name in [PipelineFactories].
///
/// A factory throws [IllegalArgumentException] for a section that it cannot use; the message gets
/// file and line put before it.
public sealed interface PipelineFactory {

  /// Makes an application (`paste.app_factory`).
  @FunctionalInterface
  non-sealed interface OfApp extends PipelineFactory {

    /// Makes the application.
    ///
    /// @param settings what the file says
    /// @return answers requests
    Handler create(PipelineSettings settings);
  }

  /// Makes an application out of others (`paste.composite_factory`). Also called only to find out
  /// whether its section can be used, with parts that must not be asked: so it starts nothing.
  @FunctionalInterface
  non-sealed interface OfComposite extends PipelineFactory {

    /// Makes the application.
    ///
    /// @param parts makes the applications and filters that the settings name
    /// @param settings what the file says
    /// @return answers requests
    Handler create(PipelineParts parts, PipelineSettings settings);
  }

  /// Makes a filter (`paste.filter_factory`).
  @FunctionalInterface
  non-sealed interface OfFilter extends PipelineFactory {

    /// Makes the filter.
    ///
    /// @param settings what the file says
    /// @return stands around what follows it
    Filter create(PipelineSettings settings);
  }

  /// Puts something around an application (`paste.filter_app_factory`).
  @FunctionalInterface
  non-sealed interface OfFilterApp extends PipelineFactory {

    /// Puts it around.
    ///
    /// @param app what it stands around
    /// @param settings what the file says
    /// @return answers requests
    Handler create(Handler app, PipelineSettings settings);
  }
}
