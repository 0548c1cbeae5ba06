/* Drives sensorcoach_packet.c from standard input, one command a line, one answer a line. Memory is taken to the byte,
 * so that a sanitizer sees one byte too many. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensorcoach_packet.h"

enum { MOST_BYTES = 1024 };

static sc_sensor sensor;
static sc_sample *ring;

static void *taken(size_t bytes)
{
    void *memory = malloc(bytes ? bytes : 1);
    if (!memory) {
        exit(3);
    }
    return memory;
}

static void print_hex(const uint8_t *bytes, size_t length)
{
    size_t at;
    for (at = 0; at < length; at++) {
        printf("%02x", bytes[at]);
    }
    printf("%s\n", length ? "" : "-");
}

/* reset <capacity> <gyro> <first index> <number of the first packet> */
static void reset(const char *line)
{
    uint32_t capacity, index;
    uint16_t packet;
    int gyro;
    if (sscanf(line, "%" SCNu32 " %d %" SCNu32 " %" SCNu16, &capacity, &gyro, &index, &packet) != 4) {
        exit(2);
    }
    free(ring);
    ring = taken(capacity * sizeof *ring);
    sc_init(&sensor, ring, capacity, gyro != 0);
    sensor.next_index = index;
    sensor.packet = packet;
    puts("ok");
}

/* push <time> <value> ... */
static void push(const char *line)
{
    uint32_t time_us;
    int value[6] = {0}, axis;
    int16_t *raw = taken((sensor.has_gyro ? 6u : 3u) * sizeof *raw);
    int found = sscanf(line, "%" SCNu32 " %d %d %d %d %d %d", &time_us, &value[0], &value[1], &value[2], &value[3],
                       &value[4], &value[5]);
    if (found != (sensor.has_gyro ? 7 : 4)) {
        exit(2);
    }
    for (axis = 0; axis < (sensor.has_gyro ? 6 : 3); axis++) {
        raw[axis] = (int16_t)value[axis];
    }
    sc_push(&sensor, time_us, raw);
    free(raw);
    puts("ok");
}

/* next <taken by the radio> */
static void next(const char *line)
{
    uint8_t *packet = taken((size_t)sensor.mtu - 3);
    size_t length = sc_next_packet(&sensor, packet);
    if (atoi(line) && length) {
        sc_sent(&sensor, length);
    }
    print_hex(packet, length);
    free(packet);
}

/* control <mtu> <bytes, or - for none> */
static void control(const char *line)
{
    char digits[2 * MOST_BYTES + 1];
    unsigned mtu, byte;
    size_t length = 0;
    uint8_t *bytes, error;
    sc_command command;
    if (sscanf(line, "%u %2048s", &mtu, digits) != 2) {
        exit(2);
    }
    if (digits[0] != '-') {
        length = strlen(digits) / 2;
    }
    bytes = taken(length);
    for (byte = 0; byte < length; byte++) {
        unsigned value;
        if (sscanf(digits + 2 * (size_t)byte, "%2x", &value) != 1) {
            exit(2);
        }
        bytes[byte] = (uint8_t)value;
    }
    error = sc_parse(bytes, length, &command);
    if (!error) {
        error = sc_control(&sensor, &command, (uint16_t)mtu);
    }
    free(bytes);
    printf("%u\n", error);
}

/* info <LSB a g> <rate> <LSB per 10 deg/s> <firmware> <boot id> <gyro> */
static void info(const char *line)
{
    uint8_t *out = taken(SC_INFO_BYTES);
    sc_info told;
    int gyro;
    if (sscanf(line, "%" SCNu16 " %" SCNu32 " %" SCNu16 " %" SCNu16 " %" SCNu32 " %d", &told.lsb_per_g,
               &told.rate_mhz, &told.lsb_per_10dps, &told.firmware, &told.boot_id, &gyro) != 6) {
        exit(2);
    }
    told.has_gyro = gyro != 0;
    sc_pack_info(&told, out);
    print_hex(out, SC_INFO_BYTES);
    free(out);
}

int main(void)
{
    char line[2 * MOST_BYTES + 64];
    while (fgets(line, sizeof line, stdin)) {
        const char *rest = strchr(line, ' ');
        rest = rest ? rest + 1 : "";
        if (!strncmp(line, "reset", 5)) {
            reset(rest);
        } else if (!strncmp(line, "push", 4)) {
            push(rest);
        } else if (!strncmp(line, "skip", 4)) {
            sc_skip(&sensor, (uint32_t)strtoul(rest, NULL, 10));
            puts("ok");
        } else if (!strncmp(line, "next", 4)) {
            next(rest);
        } else if (!strncmp(line, "control", 7)) {
            control(rest);
        } else if (!strncmp(line, "info", 4)) {
            info(rest);
        } else if (!strncmp(line, "disconnected", 12)) {
            sc_disconnected(&sensor);
            puts("ok");
        } else if (!strncmp(line, "stopped", 7)) {
            sc_stopped(&sensor);
            puts("ok");
        } else {
            return 2;
        }
        fflush(stdout);
    }
    free(ring);
    return 0;
}
