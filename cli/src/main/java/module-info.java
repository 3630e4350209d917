/// The `perennial` command.
@org.jspecify.annotations.NullMarked
module dev.perennial.cli {
  requires static org.jspecify;
  requires dev.perennial.config;
  requires dev.perennial.launcher;
  requires info.picocli;
  requires org.jline;
  requires tools.jackson.databind;

  exports dev.perennial.cli;

  opens dev.perennial.cli to
      dev.perennial.config,
      info.picocli,
      tools.jackson.databind;
}
