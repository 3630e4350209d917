package dev.perennial.backdoor;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/// Which classes have how many objects.
final class ClassHistogram {

  private static final int ROWS = 50;
  private static final String NOTE =
      "Live objects by class. The JVM stood still while they were counted.";

  private ClassHistogram() {}

  /// @param part of the names of the classes that are wanted
  static String of(Optional<String> part) throws JMException {
    String all =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    List<String> lines = all.lines().toList();
    Stream<String> head = lines.stream().limit(2);
    Stream<String> rows =
        lines.stream().skip(2).filter(line -> part.map(line::contains).orElse(true)).limit(ROWS);
    return Stream.of(Stream.of(NOTE), head, rows)
        .flatMap(texts -> texts)
        .collect(Collectors.joining("\n"));
  }
}
