package dev.perennial.backdoor;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.Map;
import java.util.Set;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// Runs snippets in this process, but for those that would end it.
///
/// Only what a snippet itself says is looked at: what it calls may still end the process, and a JVM
/// has no means any more to keep it from that.
final class SnippetExecution extends LocalExecutionControl {

  private static final Map<String, Set<String>> ENDINGS =
      Map.of(
          "java/lang/System", Set.of("exit"),
          "java/lang/Runtime", Set.of("exit", "halt"));

  private boolean refused;

  /// Hands out this one, to the only JShell that it is for.
  ExecutionControlProvider asProvider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "backdoor";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return SnippetExecution.this;
      }
    };
  }

  /// Whether something was refused since this was last asked.
  synchronized boolean takeRefused() {
    boolean was = refused;
    refused = false;
    return was;
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    for (ClassBytecodes one : classes) {
      if (endsProcess(one.bytecodes())) {
        refuse();
        throw new ClassInstallException("it would end the process", new boolean[classes.length]);
      }
    }
    super.load(classes);
  }

  private synchronized void refuse() {
    refused = true;
  }

  private static boolean endsProcess(byte[] bytecodes) {
    for (PoolEntry entry : ClassFile.of().parse(bytecodes).constantPool()) {
      if (entry instanceof MemberRefEntry member
          && ENDINGS
              .getOrDefault(member.owner().asInternalName(), Set.of())
              .contains(member.name().stringValue())) {
        return true;
      }
    }
    return false;
  }
}
