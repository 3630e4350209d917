package dev.perennial.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A cipher suite of TLS 1.2 and below, by its standard name, which OpenSSL takes apart and puts
/// together differently.
///
/// @param name the standard one, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`
/// @param exchange `ECDHE`, `DHE` or `RSA`
/// @param authentication `ECDSA`, `RSA` or `DSS`
/// @param cipher `AES128`, `AES256` or `CHACHA20`
/// @param mode `GCM`, `CBC` or `POLY1305`
/// @param digest `SHA`, `SHA256` or `SHA384`
record CipherSuite(
    String name,
    String exchange,
    String authentication,
    String cipher,
    String mode,
    String digest) {

  private static final Pattern SHAPE =
      Pattern.compile(
          "TLS_(?:(ECDHE|DHE)_)?(ECDSA|RSA|DSS)_WITH_(AES_128|AES_256|CHACHA20)_(GCM|CBC|POLY1305)"
              + "_(SHA\\d*)");

  // Words of OpenSSL's for what no JVM has, or has any more, and parts of the names of such suites.
  private static final Set<String> GONE =
      Set.of(
          """
          NULL ENULL ANULL ADH AECDH EXP EXPORT EXPORT40 EXPORT56 LOW MEDIUM SSLV2 DES 3DES RC2 RC4 \
          IDEA SEED CAMELLIA CAMELLIA128 CAMELLIA256 ARIA ARIA128 ARIA256 ARIAGCM CCM CCM8 AESCCM \
          AESCCM8 MD5 PSK KPSK APSK KECDHEPSK KDHEPSK KRSAPSK SRP KSRP ASRP KDH KDHR KDHD KECDH \
          KECDHR GOST KGOST AGOST AGOST01 GOST94 GOST89MAC KRB5 COMPLEMENTOFDEFAULT COMPLEMENTOFALL\
          """
              .split(" "));

  /// The suites among standard names. Those of TLS 1.3 are none: OpenSSL's lists do not rule them.
  static List<CipherSuite> of(List<String> names) {
    return names.stream()
        .map(SHAPE::matcher)
        .filter(Matcher::matches)
        .map(CipherSuite::of)
        .toList();
  }

  private static CipherSuite of(Matcher shape) {
    String exchange = shape.group(1) == null ? "RSA" : shape.group(1);
    return new CipherSuite(
        shape.group(),
        exchange,
        shape.group(2),
        shape.group(3).replace("_", ""),
        shape.group(4),
        shape.group(5));
  }

  /// OpenSSL's name, such as `ECDHE-RSA-AES128-GCM-SHA256`.
  String openSslName() {
    String front = exchange.equals("RSA") ? "" : exchange + "-" + authentication + "-";
    return switch (mode) {
      case "CBC" -> front + cipher + "-" + digest;
      case "POLY1305" -> front + cipher + "-" + mode;
      default -> front + cipher + "-" + mode + "-" + digest;
    };
  }

  /// Whether a word of OpenSSL's language means this suite, perhaps among others.
  boolean isMeantBy(String word) {
    return word.equals(name)
        || word.equalsIgnoreCase(openSslName())
        || hasProperty(word.toUpperCase(Locale.ROOT));
  }

  /// Whether a word means something, though perhaps nothing that this JVM has.
  static boolean isKnown(String word) {
    return Stream.of(word.toUpperCase(Locale.ROOT).split("[-_]")).anyMatch(GONE::contains)
        || conceivable().stream().anyMatch(suite -> suite.isMeantBy(word));
  }

  // What a JVM has, or had, of the shape that is known here.
  private static List<CipherSuite> conceivable() {
    List<String> names = new ArrayList<>();
    for (String exchange : List.of("ECDHE_ECDSA", "ECDHE_RSA", "DHE_RSA", "DHE_DSS", "RSA")) {
      for (String cipher :
          List.of(
              "AES_128_GCM", "AES_256_CBC", "AES_128_CBC", "AES_256_GCM", "CHACHA20_POLY1305")) {
        for (String digest : List.of("SHA", "SHA256", "SHA384")) {
          names.add("TLS_" + exchange + "_WITH_" + cipher + "_" + digest);
        }
      }
    }
    return of(names);
  }

  private boolean hasProperty(String word) {
    return switch (word) {
      // Everything weaker has left the JVM.
      case "ALL", "DEFAULT", "HIGH" -> true;
      case "ECDHE", "EECDH", "KECDHE", "KEECDH", "ECDH" -> exchange.equals("ECDHE");
      case "DHE", "EDH", "KDHE", "KEDH", "DH" -> exchange.equals("DHE");
      case "RSA", "KRSA" -> exchange.equals("RSA");
      case "ARSA" -> authentication.equals("RSA");
      case "ECDSA", "AECDSA" -> authentication.equals("ECDSA");
      case "DSS", "ADSS" -> authentication.equals("DSS");
      case "AES" -> cipher.startsWith("AES");
      case "AESGCM" -> mode.equals("GCM");
      case "AES128", "AES256", "CHACHA20" -> cipher.equals(word);
      // With an authenticated cipher there is no digest of its own.
      case "SHA", "SHA1" -> mode.equals("CBC") && digest.equals("SHA");
      case "SHA256", "SHA384" -> mode.equals("CBC") && digest.equals(word);
      case "TLSV1.2" -> !digest.equals("SHA");
      case "TLSV1", "TLSV1.0", "SSLV3" -> digest.equals("SHA");
      default -> false;
    };
  }

  /// Bits of the key of the cipher.
  int strength() {
    return cipher.equals("AES128") ? 128 : 256;
  }
}
