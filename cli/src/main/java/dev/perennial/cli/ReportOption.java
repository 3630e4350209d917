package dev.perennial.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `--json`, and where a report goes: for people, or for tools.
final class ReportOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print the same as JSON.")
  private boolean json;

  /// Prints a report.
  ///
  /// @param report what JSON is made of
  /// @param text prints it for people
  void print(Object report, Consumer<PrintWriter> text) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.of(report));
    } else {
      text.accept(out);
    }
    out.flush();
  }
}
