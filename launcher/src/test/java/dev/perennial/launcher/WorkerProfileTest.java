package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerProfileTest {

  @Test
  void a_switch_of_one_version_of_the_jvm_is_not_given_to_another() {
    assertEquals(List.of("-XX:TieredStopAtLevel=1"), WorkerProfile.small(26));
    assertTrue(WorkerProfile.small(25).contains("-XX:-AOTReplayTraining"));
  }
}
