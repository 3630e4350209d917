package dev.perennial.config;

import java.util.List;

/// Makes the options of a module known to tools that do not run its program: the sample generator
/// and the checker.
///
/// A module names its provider twice, so that it is found on the class path and on the module path:
///
/// ```
/// META-INF/services/dev.perennial.config.OptionProvider:  org.example.OrchestratorOptionProvider
/// module-info.java:  provides dev.perennial.config.OptionProvider with OrchestratorOptionProvider;
/// ```
///
/// An implementation is public, has a public constructor without parameters, and does nothing but
/// name records. Several providers may have the same namespace; their groups are put together.
public interface OptionProvider {

  /// {@return the name by which the options are asked for, such as `oslo.service.service`}
  String namespace();

  /// {@return the records, each with [Group]}
  List<Class<? extends Record>> groups();

  /// {@return the defaults that the program changes, with [ConfigBuilder#defaults]} Tools that are
  /// asked for this namespace show and check all options with them. Without it, none.
  default List<ChangedDefault> changedDefaults() {
    return List.of();
  }
}
