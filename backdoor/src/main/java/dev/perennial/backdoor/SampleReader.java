package dev.perennial.backdoor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/// Counts the samples of flight recordings.
final class SampleReader {

  static final String CPU_TIME = "jdk.CPUTimeSample";
  static final String LOST = "jdk.CPUTimeSamplesLost";
  static final String BY_CLOCK = "jdk.ExecutionSample";

  private static final Method NO_STACK = Method.label("(no Java stack)");
  private static final Method CUT = Method.label("(outer frames were cut off)");

  private final CallTree tree = new CallTree();
  // A method is in thousands of stacks, and to clean its name takes longer than to find it.
  private final Map<Method, Method> shown = new HashMap<>();
  private long lost;

  void read(Path recording) throws IOException {
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        switch (event.getEventType().getName()) {
          case CPU_TIME, BY_CLOCK -> add(event.getStackTrace());
          case LOST -> lost += event.getLong("lostSamples");
          default -> {}
        }
      }
    }
  }

  private void add(@Nullable RecordedStackTrace stack) {
    if (stack == null || stack.getFrames().isEmpty()) {
      tree.add(List.of(NO_STACK), 1);
      return;
    }
    List<Method> methods = new ArrayList<>(stack.getFrames().size() + 1);
    if (stack.isTruncated()) {
      methods.add(CUT);
    }
    for (RecordedFrame frame : stack.getFrames().reversed()) {
      RecordedMethod called = frame.getMethod();
      Method method =
          shown.computeIfAbsent(
              new Method(called.getType().getName(), called.getName()),
              raw -> Method.of(raw.type(), raw.name()));
      if (!method.isGlue()) {
        tree.seen(method, frame.getLineNumber());
        methods.add(method);
      }
    }
    tree.add(methods, 1);
  }

  CallTree tree() {
    return tree;
  }

  long lost() {
    return lost;
  }
}
