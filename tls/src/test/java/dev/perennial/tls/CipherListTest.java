package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherListTest {

  private static final List<String> AVAILABLE =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
          "TLS_RSA_WITH_AES_256_CBC_SHA256",
          "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");

  // What each selects is what `openssl ciphers LIST` prints of these suites, in its naming.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ECDHE-RSA-AES128-GCM-SHA256 | ECDHE-RSA-AES128-GCM-SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 | ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-CHACHA20-POLY1305 | ECDHE-RSA-CHACHA20-POLY1305",
        "AES256-SHA256 | AES256-SHA256",
        "AESGCM+aECDSA | ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE+AES256 | ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-SHA",
        "kDHE | DHE-RSA-AES128-SHA256",
        "RSA | AES256-SHA256",
        "SHA1 | ECDHE-RSA-AES256-SHA",
        "ECDHE-RSA-AES256-SHA DHE-RSA-AES128-SHA256 | ECDHE-RSA-AES256-SHA:DHE-RSA-AES128-SHA256",
        "ALL:!ECDHE:!kRSA | DHE-RSA-AES128-SHA256",
        "ALL:!ECDH:!kRSA | DHE-RSA-AES128-SHA256",
        "ECDH+AESGCM+aECDSA | ECDHE-ECDSA-AES128-GCM-SHA256",
        "DH+AES | DHE-RSA-AES128-SHA256",
        "AES+SHA256:!DH | AES256-SHA256",
        "kDHE@SECLEVEL=1 | DHE-RSA-AES128-SHA256",
        "@SECLEVEL=2:kDHE | DHE-RSA-AES128-SHA256",
        "AESGCM+aRSA@STRENGTH | ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256",
        "HIGH:-aRSA:ECDHE-RSA-AES256-SHA | ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA",
        "AESGCM:!aECDSA:!ECDHE-RSA-AES128-GCM-SHA256:AESGCM | ECDHE-RSA-AES256-GCM-SHA384",
        "AESGCM+aRSA:AESGCM+aECDSA:+aRSA |"
            + " ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384",
        "AESGCM+aRSA:@STRENGTH | ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256",
        "kDHE:!aNULL:!eNULL:!MD5:!3DES | DHE-RSA-AES128-SHA256"
      })
  void a_list_in_the_language_of_openssl_selects_suites_in_its_order(String list, String names) {
    List<String> selected = CipherList.select(list, AVAILABLE);
    assertEquals(
        List.of(names.split(":")),
        CipherSuite.of(selected).stream().map(CipherSuite::openSslName).toList());
  }

  @Test
  void the_suites_of_tls_1_3_are_always_there() {
    List<String> selected = CipherList.select("kDHE", AVAILABLE);
    assertEquals(AVAILABLE.subList(0, 2), selected.subList(0, 2));
  }

  @Test
  void a_list_that_selects_nothing_is_refused_with_what_there_is() {
    String text =
        assertThrows(IllegalArgumentException.class, () -> CipherList.select("RC4:3DES", AVAILABLE))
            .getMessage();
    assertTrue(text.startsWith("the list 'RC4:3DES' selects no cipher that this JVM has"), text);
    assertTrue(text.contains("ECDHE-RSA-AES128-GCM-SHA256"), text);
  }

  @Test
  void words_that_exclude_nothing_by_mistake_are_found() {
    assertEquals(
        List.of("ECHDE", "AES512", "TLS_AES_128_GCM_SHA256"),
        CipherList.excludingNothing("ALL:!ECHDE:-aRSA+AES512:!TLS_AES_128_GCM_SHA256:UNKNOWN"));
  }

  // Whether this JVM has it, or no JVM has it any more.
  @Test
  void words_that_exclude_what_is_not_there_are_no_mistake() {
    assertEquals(
        List.of(),
        CipherList.excludingNothing(
            "!aNULL:!eNULL:!MD5:!3DES:!RC4:!EXPORT:!LOW:!PSK:!SRP:!CAMELLIA:!kECDHr:!DES-CBC3-SHA"
                + ":!ECDHE-RSA-NULL-SHA:!kRSA:!DSS:!DHE-DSS-AES128-GCM-SHA256:!ECDH:!DH:!SSLv2"
                + ":!TLS_RSA_WITH_AES_128_CBC_SHA:@SECLEVEL=2"));
  }
}
