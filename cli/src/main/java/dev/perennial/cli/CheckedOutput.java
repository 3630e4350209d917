package dev.perennial.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Runs a command, and has it fail if what it printed could not be written: neither a writer nor
/// standard output says so unless it is asked.
final class CheckedOutput implements CommandLine.IExecutionStrategy {

  @Override
  public int execute(ParseResult parsed) {
    int code = new CommandLine.RunLast().execute(parsed);
    boolean isLost =
        parsed.asCommandLineList().stream().anyMatch(command -> command.getOut().checkError());
    if (code != 0 || !isLost && !System.out.checkError()) {
      return code;
    }
    PrintWriter err = parsed.commandSpec().commandLine().getErr();
    err.println("perennial: cannot write to standard output");
    err.flush();
    return CommandFailure.FAILED;
  }
}
