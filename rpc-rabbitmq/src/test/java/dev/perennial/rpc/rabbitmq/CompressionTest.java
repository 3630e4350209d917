package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.rabbitmq.Wire.MalformedMessageException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class CompressionTest {

  private static final Optional<String> GZIP = Optional.of(Compression.GZIP);
  private static final byte[] BODY = "ä".repeat(1000).getBytes(StandardCharsets.UTF_8);

  @Test
  void compressed_bodies_are_read_whatever_their_gzip_is() throws Exception {
    assertArrayEquals(BODY, inflate(Compression.deflate(BODY), GZIP));
    ByteArrayOutputStream trueGzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(trueGzip)) {
      out.write(BODY);
    }
    assertArrayEquals(BODY, inflate(trueGzip.toByteArray(), GZIP));
    assertArrayEquals(BODY, inflate(BODY, Optional.empty()));
  }

  @Test
  void what_cannot_be_unpacked_is_refused() {
    assertThrows(MalformedMessageException.class, () -> inflate(BODY, GZIP));
    Optional<String> unknown = Optional.of("application/x-bz2");
    assertThrows(MalformedMessageException.class, () -> inflate(BODY, unknown));
  }

  @Test
  void what_grows_beyond_the_limit_is_refused() throws Exception {
    byte[] small = Compression.deflate(new byte[1_000_000]);
    assertTrue(small.length < 2000);
    assertEquals(1_000_000, Compression.inflate(small, GZIP, 1_000_000).length);
    String text =
        assertThrows(
                MalformedMessageException.class, () -> Compression.inflate(small, GZIP, 999_999))
            .getMessage();
    assertEquals("grows beyond the 999999 bytes of kombu_compression_limit", text);
  }

  private static byte[] inflate(byte[] body, Optional<String> method) throws Exception {
    int limit = Config.of(RabbitOptions.class).build().kombuCompressionLimit();
    return Compression.inflate(body, method, limit);
  }
}
