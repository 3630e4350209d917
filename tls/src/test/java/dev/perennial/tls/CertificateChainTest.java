package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificateChainTest {

  private X509Certificate own;
  private X509Certificate between;
  private X509Certificate authority;
  private PrivateKey key;

  @BeforeEach
  void read() throws IOException {
    List<X509Certificate> server = Certificates.read(Pem.file("server.pem"));
    own = server.getFirst();
    between = server.getLast();
    authority = one("ca.pem");
    key = PrivateKeys.read(Pem.file("server.key"), Optional.empty());
  }

  private static X509Certificate one(String name) throws IOException {
    return Certificates.read(Pem.file(name)).getFirst();
  }

  private CertificateChain chain(X509Certificate... all) {
    return CertificateChain.of(List.of(all), key).orElseThrow();
  }

  @Test
  void it_begins_with_the_certificate_of_the_key_and_each_vouches_for_the_one_before() {
    CertificateChain whole = new CertificateChain(List.of(own, between, authority), List.of());
    assertEquals(whole, chain(own, between, authority));
    assertEquals(whole, chain(authority, own, between));
    assertEquals(whole, chain(between, authority, own));
  }

  @Test
  void it_has_each_certificate_once() {
    assertEquals(
        new CertificateChain(List.of(own, between), List.of()), chain(own, own, between, between));
    assertEquals(
        new CertificateChain(List.of(own, between, authority), List.of()),
        chain(own, between, authority, authority));
  }

  @Test
  void it_ends_where_the_file_has_nobody_who_vouches() throws IOException {
    CertificateChain chain = chain(own, authority, one("stranger.pem"));
    assertEquals(List.of(own), chain.certificates());
    assertEquals(List.of("CN=Perennial test authority", "CN=a stranger"), chain.namesOfStrangers());
  }

  @Test
  void of_two_authorities_with_one_name_the_one_that_signed_is_taken() throws IOException {
    X509Certificate namesake = one("namesake.pem");
    assertEquals(between.getSubjectX500Principal(), namesake.getSubjectX500Principal());
    assertEquals(
        new CertificateChain(List.of(own, between), List.of(namesake)),
        chain(own, namesake, between));
  }

  @Test
  void there_is_none_without_the_certificate_of_the_key() throws IOException {
    assertEquals(Optional.empty(), CertificateChain.of(List.of(between, one("next.pem")), key));
  }
}
