package dev.perennial.rpc.rabbitmq;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Compressed bodies. What Python's peers call gzip is a zlib stream (RFC 1950); a true gzip stream
/// is read as well.
final class Compression {

  static final String HEADER = "compression";
  static final String GZIP = "application/x-gzip";

  private Compression() {}

  static byte[] deflate(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(body);
    } catch (IOException cannotHappen) {
      throw new UncheckedIOException(cannotHappen);
    }
    return bytes.toByteArray();
  }

  /// Undoes what the header of a message says.
  ///
  /// @param most bytes that may come out: a few may become very many
  /// @throws Wire.MalformedMessageException for an unknown method, bytes that are no such stream,
  ///   or a body that grows too large
  static byte[] inflate(byte[] body, Optional<String> method, int most)
      throws Wire.MalformedMessageException {
    if (method.isEmpty()) {
      return body;
    }
    if (!method.get().equals(GZIP) && !method.get().equals("application/x-zlib")) {
      throw new Wire.MalformedMessageException("compressed by " + method.get() + ", unknown here");
    }
    try (InputStream in = stream(body)) {
      byte[] whole = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new Wire.MalformedMessageException(
            "grows beyond the " + most + " bytes of kombu_compression_limit");
      }
      return whole;
    } catch (Wire.MalformedMessageException tooLarge) {
      throw tooLarge;
    } catch (IOException corrupt) {
      throw new Wire.MalformedMessageException("compressed data is corrupt", corrupt);
    }
  }

  private static InputStream stream(byte[] body) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(body);
    boolean gzip = body.length > 1 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
    return gzip ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes);
  }
}
