package dev.perennial.backdoor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes samples in the form of Python's profilers, which `pstats.Stats` and tools built on it
/// read: for each function, by file, line and name, how often it was called, its own time, the time
/// with all that it called, and the same for each of its callers.
///
/// Samples know nothing of calls: the number of calls is the number of samples. `print_stats()`
/// prints in the order of the file, so the program's own code stands first, and each part is in the
/// order of its time.
final class PstatsFile {

  private PstatsFile() {}

  static void write(Samples samples, ApplicationCode code, OutputStream out) throws IOException {
    Map<Method, FunctionStats> functions = FunctionStats.of(samples.tree());
    List<Method> order = new ArrayList<>(functions.keySet());
    order.sort(
        Comparator.<Method, ApplicationCode.Origin>comparing(code::origin)
            .thenComparing(
                method -> figures(functions, method).outermost(), Comparator.reverseOrder()));
    Map<Object, Object> stats = new LinkedHashMap<>();
    for (Method method : order) {
      stats.put(
          key(samples, method),
          row(samples, figures(functions, method), callers(samples, functions, method)));
    }
    // Whoever reads the file sees this last, as a function without time.
    stats.put(List.of("~", 0, "<" + samples.note() + ">"), List.of(0L, 0L, 0.0, 0.0, Map.of()));
    BufferedOutputStream buffered = new BufferedOutputStream(out);
    new Marshal(buffered).write(stats);
    buffered.flush();
  }

  private static FunctionStats.Figures figures(
      Map<Method, FunctionStats> functions, Method method) {
    return functions.getOrDefault(method, new FunctionStats()).figures();
  }

  private static Map<Object, Object> callers(
      Samples samples, Map<Method, FunctionStats> functions, Method method) {
    Map<Object, Object> callers = new LinkedHashMap<>();
    functions
        .getOrDefault(method, new FunctionStats())
        .callers()
        .forEach((caller, figures) ->
            callers.put(
                key(samples, caller),
                List.of(
                    figures.all(),
                    figures.outermost(),
                    seconds(samples, figures.self()),
                    seconds(samples, figures.outermost()))));
    return callers;
  }

  private static List<Object> key(Samples samples, Method method) {
    return List.of(method.file(), samples.tree().line(method), method.shortText());
  }

  private static List<Object> row(
      Samples samples, FunctionStats.Figures figures, Map<Object, Object> callers) {
    return List.of(
        figures.outermost(),
        figures.all(),
        seconds(samples, figures.self()),
        seconds(samples, figures.outermost()),
        callers);
  }

  private static double seconds(Samples samples, long count) {
    return count * samples.period().toNanos() / 1e9;
  }
}
