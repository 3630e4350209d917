package dev.perennial.cli;

import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `perennial version`.
@Command(name = "version", description = "Print the version of this command.")
final class VersionCommand implements Runnable {

  @Mixin private HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    String version =
        Objects.requireNonNullElse(
            VersionCommand.class.getPackage().getImplementationVersion(), "(unpacked)");
    PrintWriter out = spec.commandLine().getOut();
    out.println("perennial " + version + ", Java " + Runtime.version());
    out.flush();
  }
}
