package dev.perennial.tls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A list of ciphers in OpenSSL's language (`openssl-ciphers(1)`), such as
/// `ECDHE+AESGCM:DHE+AESGCM:!aNULL`, applied to what the JVM has.
///
/// Words stand between colons, commas, semicolons or blanks. A word is a suite in either naming, or
/// a property; `+` between two means both. Before a word `!` takes suites away for good, `-` takes
/// them away, `+` moves them to the end; `@STRENGTH` puts long keys first. As in OpenSSL a word
/// that means nothing here, such as `aNULL`, selects nothing. `@SECLEVEL=n` is passed over: which
/// keys are too short, the JVM says (security property `jdk.tls.disabledAlgorithms`).
final class CipherList {

  private static final String TLS_1_3 = "TLS_(AES|CHACHA20)_.*";

  private final List<String> available;
  private final List<CipherSuite> suites;
  private final Set<CipherSuite> chosen = new LinkedHashSet<>();
  private final List<CipherSuite> banned = new ArrayList<>();

  private CipherList(List<String> available) {
    this.available = available;
    this.suites = CipherSuite.of(available);
  }

  /// The suites that a list selects.
  ///
  /// @param list in OpenSSL's language
  /// @param available what the JVM has, by standard names
  /// @return standard names, the preferred ones first; those of TLS 1.3 are always among them
  /// @throws IllegalArgumentException if nothing is selected
  static List<String> select(String list, List<String> available) {
    CipherList selection = new CipherList(available);
    words(list).forEach(selection::apply);
    return selection.result(list);
  }

  /// The words that are to exclude something, but mean nothing in OpenSSL's language. As there,
  /// they are no failure; but whoever wrote them trusts that something is not used.
  static List<String> excludingNothing(String list) {
    return words(list)
        .filter(word -> word.startsWith("!") || word.startsWith("-"))
        .flatMap(word -> Stream.of(word.substring(1).split("\\+")))
        .filter(word -> !CipherSuite.isKnown(word))
        .toList();
  }

  // A word with an @ may stand behind another without anything between them.
  private static Stream<String> words(String list) {
    return Stream.of(list.strip().split("[:,; ]+|(?=@)"));
  }

  private void apply(String word) {
    if (word.equals("@STRENGTH")) {
      strongestFirst();
    } else if (word.startsWith("!")) {
      List<CipherSuite> out = meantBy(word.substring(1));
      banned.addAll(out);
      chosen.removeAll(out);
    } else if (word.startsWith("-")) {
      chosen.removeAll(meantBy(word.substring(1)));
    } else if (word.startsWith("+")) {
      moveToEnd(meantBy(word.substring(1)));
    } else {
      List<CipherSuite> more = new ArrayList<>(meantBy(word));
      more.removeAll(banned);
      chosen.addAll(more);
    }
  }

  private List<CipherSuite> meantBy(String word) {
    List<String> parts = List.of(word.split("\\+"));
    return suites.stream().filter(suite -> parts.stream().allMatch(suite::isMeantBy)).toList();
  }

  private void moveToEnd(List<CipherSuite> suitesToMove) {
    List<CipherSuite> moved = suitesToMove.stream().filter(chosen::remove).toList();
    chosen.addAll(moved);
  }

  private void strongestFirst() {
    List<CipherSuite> sorted = new ArrayList<>(chosen);
    sorted.sort(Comparator.comparingInt(CipherSuite::strength).reversed());
    chosen.clear();
    chosen.addAll(sorted);
  }

  private List<String> result(String list) {
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "the list '"
              + list
              + "' selects no cipher that this JVM has; it has "
              + String.join(":", suites.stream().map(CipherSuite::openSslName).toList()));
    }
    List<String> names =
        new ArrayList<>(available.stream().filter(name -> name.matches(TLS_1_3)).toList());
    chosen.forEach(suite -> names.add(suite.name()));
    return List.copyOf(names);
  }
}
