/// Options as records, bound from INI files and the command line into immutable snapshots.
///
/// A module whose records are options makes them readable with `exports` (public records) or with
/// `opens its.package to dev.perennial.config;` (all others).
// The modules that it is exported to need this one, and are compiled after it.
@SuppressWarnings("module")
@org.jspecify.annotations.NullMarked
module dev.perennial.config {
  requires static org.jspecify;
  requires java.net.http;

  uses dev.perennial.config.ConfigSource;

  exports dev.perennial.config;
  exports dev.perennial.config.json to
      dev.perennial.launcher,
      dev.perennial.logging;

  uses dev.perennial.config.OptionProvider;
}
