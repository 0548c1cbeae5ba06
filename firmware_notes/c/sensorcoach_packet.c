/* See sensorcoach_packet.h. */
#include "sensorcoach_packet.h"

#define ATT_BYTES 3u
#define SMALLEST_MTU 23u

static void put_u16(uint8_t *out, uint16_t value)
{
    out[0] = (uint8_t)(value & 0xFFu);
    out[1] = (uint8_t)(value >> 8);
}

static void put_u32(uint8_t *out, uint32_t value)
{
    put_u16(out, (uint16_t)(value & 0xFFFFu));
    put_u16(out + 2, (uint16_t)(value >> 16));
}

/* Whether index a lies before index b, the shorter way round. */
static bool is_before(uint32_t a, uint32_t b)
{
    return (uint32_t)(a - b) >= 0x80000000u;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The sample that is `back` from the end of the ring: 1 is the newest. */
static const sc_sample *from_newest(const sc_sensor *sensor, uint32_t back)
{
    uint32_t slot = sensor->head >= back ? sensor->head - back : sensor->head + (sensor->capacity - back);
    return &sensor->ring[slot];
}

static void nothing_unsent(sc_sensor *sensor)
{
    sensor->unsent = 0;
    sensor->fresh = 0;
    sensor->overflow = false;
}

void sc_init(sc_sensor *sensor, sc_sample *ring, uint32_t capacity, bool has_gyro)
{
    sensor->ring = ring;
    sensor->capacity = capacity;
    sensor->stored = 0;
    sensor->head = 0;
    sensor->next_index = 0;
    sensor->packet = 0;
    sensor->mtu = SMALLEST_MTU;
    sensor->rate_hz = 0;
    sensor->range_g = 0;
    sensor->batch = 1;
    sensor->has_gyro = has_gyro;
    sensor->streaming = false;
    nothing_unsent(sensor);
}

void sc_pack_info(const sc_info *info, uint8_t out[SC_INFO_BYTES])
{
    out[0] = SC_VERSION;
    out[1] = info->has_gyro ? 0x03u : 0x01u;
    put_u16(out + 2, info->lsb_per_g);
    put_u32(out + 4, info->rate_mhz);
    put_u16(out + 8, info->lsb_per_10dps);
    put_u16(out + 10, info->firmware);
    put_u32(out + 12, info->boot_id);
}

void sc_push(sc_sensor *sensor, uint32_t time_us, const int16_t *value)
{
    sc_sample *sample = &sensor->ring[sensor->head];
    unsigned axis;
    sample->index = sensor->next_index++;
    sample->time_us = time_us;
    for (axis = 0; axis < 6; axis++) {
        sample->value[axis] = axis < 3 || sensor->has_gyro ? value[axis] : (int16_t)0;
    }
    sensor->head = sensor->head + 1 < sensor->capacity ? sensor->head + 1 : 0;
    sensor->stored = least(sensor->stored + 1, sensor->capacity);
    if (!sensor->streaming) {
        return;
    }
    if (sensor->fresh == sensor->capacity) {
        sensor->overflow = true; /* the oldest sample went, and had never been sent */
    }
    sensor->fresh = least(sensor->fresh + 1, sensor->capacity);
    sensor->unsent = least(sensor->unsent + 1, sensor->capacity);
}

void sc_skip(sc_sensor *sensor, uint32_t samples)
{
    sensor->next_index += samples;
    if (sensor->streaming && samples) {
        sensor->overflow = true;
    }
}

bool sc_streams_gyro(const sc_sensor *sensor)
{
    return sensor->has_gyro && sensor->mtu >= ATT_BYTES + SC_HEADER_BYTES + 12u;
}

static uint32_t sample_bytes(const sc_sensor *sensor)
{
    return sc_streams_gyro(sensor) ? 12u : 6u;
}

/* How many samples the next packet has; 0 if it has to wait for more. */
static uint32_t samples_in_next(const sc_sensor *sensor)
{
    bool replays = sensor->unsent > sensor->fresh;
    uint32_t ready = replays ? sensor->unsent - sensor->fresh : sensor->unsent;
    uint32_t most = (sensor->mtu - ATT_BYTES - SC_HEADER_BYTES) / sample_bytes(sensor);
    uint32_t index, count = 1;
    if (!sensor->streaming || !ready) {
        return 0;
    }
    if (!replays) {
        most = least(most, sensor->batch);
    }
    index = from_newest(sensor, sensor->unsent)->index;
    while (count < most && count < ready) {
        if (from_newest(sensor, sensor->unsent - count)->index != index + count) {
            return count; /* a hole: a packet has none */
        }
        count++;
    }
    return replays || count == most ? count : 0;
}

size_t sc_next_packet(const sc_sensor *sensor, uint8_t *out)
{
    uint32_t count = samples_in_next(sensor);
    uint32_t bytes = sample_bytes(sensor);
    uint32_t number, axis;
    const sc_sample *sample;
    if (!count) {
        return 0;
    }
    sample = from_newest(sensor, sensor->unsent);
    out[0] = SC_VERSION;
    out[1] = (uint8_t)((bytes == 12u ? SC_FLAG_GYRO : 0u) | (sensor->overflow ? SC_FLAG_OVERFLOW : 0u) |
                       (sensor->unsent > sensor->fresh ? SC_FLAG_REPLAYED : 0u));
    put_u16(out + 2, sensor->packet);
    put_u32(out + 4, sample->index);
    put_u32(out + 8, sample->time_us);
    out += SC_HEADER_BYTES;
    for (number = 0; number < count; number++) {
        sample = from_newest(sensor, sensor->unsent - number);
        for (axis = 0; axis < bytes / 2u; axis++) {
            put_u16(out, (uint16_t)sample->value[axis]);
            out += 2;
        }
    }
    return SC_HEADER_BYTES + (size_t)(count * bytes);
}

void sc_sent(sc_sensor *sensor, size_t length)
{
    if (length <= SC_HEADER_BYTES || length > SC_LARGEST_PACKET) {
        return;
    }
    sensor->unsent -= least((uint32_t)(length - SC_HEADER_BYTES) / sample_bytes(sensor), sensor->unsent);
    sensor->fresh = least(sensor->fresh, sensor->unsent);
    sensor->packet++;
    sensor->overflow = false;
}

static bool is_offered(const sc_command *start)
{
    static const uint16_t rates_hz[] = {25, 50, 100, 200, 400};
    size_t number;
    bool rate = false;
    for (number = 0; number < sizeof rates_hz / sizeof rates_hz[0]; number++) {
        rate = rate || rates_hz[number] == start->rate_hz;
    }
    return rate && start->batch &&
           (start->range_g == 2 || start->range_g == 4 || start->range_g == 8 || start->range_g == 16);
}

uint8_t sc_parse(const uint8_t *bytes, size_t length, sc_command *command)
{
    static const sc_command nothing = {0, 0, 0, 0, 0};
    *command = nothing;
    if (!length) {
        return SC_BAD_LENGTH;
    }
    command->kind = bytes[0];
    switch (bytes[0]) {
    case SC_START:
        if (length < 5) {
            return SC_BAD_LENGTH;
        }
        command->rate_hz = (uint16_t)(bytes[1] | (unsigned)bytes[2] << 8);
        command->range_g = bytes[3];
        command->batch = bytes[4];
        return is_offered(command) ? SC_OK : SC_REFUSED;
    case SC_STOP:
    case SC_IDENTIFY:
        return SC_OK;
    case SC_REPLAY:
        if (length < 5) {
            return SC_BAD_LENGTH;
        }
        command->index = bytes[1] | (uint32_t)bytes[2] << 8 | (uint32_t)bytes[3] << 16 | (uint32_t)bytes[4] << 24;
        return SC_OK;
    default:
        return SC_REFUSED;
    }
}

static void start(sc_sensor *sensor, const sc_command *command, uint16_t mtu)
{
    if (sensor->rate_hz != command->rate_hz || sensor->range_g != command->range_g) {
        sensor->stored = 0; /* samples of another scale cannot be sent again */
        nothing_unsent(sensor);
    }
    if (!sensor->streaming) {
        nothing_unsent(sensor); /* from now on; what was before is sent if it is asked for */
    }
    sensor->rate_hz = command->rate_hz;
    sensor->range_g = command->range_g;
    sensor->batch = command->batch;
    sensor->mtu = mtu < SMALLEST_MTU ? SMALLEST_MTU : mtu > SC_LARGEST_MTU ? SC_LARGEST_MTU : mtu;
    sensor->streaming = true;
}

/* The samples sent before that are not older than `index` are to be sent again, before those never sent. */
static uint8_t replay(sc_sensor *sensor, uint32_t index)
{
    uint32_t back = sensor->fresh;
    if (!sensor->streaming) {
        return SC_NOT_THERE;
    }
    while (back < sensor->stored && !is_before(from_newest(sensor, back + 1)->index, index)) {
        back++;
    }
    if (back == sensor->fresh) {
        return SC_NOT_THERE;
    }
    if (back > sensor->unsent) {
        sensor->unsent = back;
    }
    return SC_OK;
}

uint8_t sc_control(sc_sensor *sensor, const sc_command *command, uint16_t mtu)
{
    switch (command->kind) {
    case SC_START:
        start(sensor, command, mtu);
        return SC_OK;
    case SC_STOP:
        sc_stopped(sensor);
        return SC_OK;
    case SC_IDENTIFY:
        return SC_OK;
    case SC_REPLAY:
        return replay(sensor, command->index);
    default:
        return SC_REFUSED;
    }
}

void sc_disconnected(sc_sensor *sensor)
{
    sensor->streaming = false;
    nothing_unsent(sensor);
}

void sc_stopped(sc_sensor *sensor)
{
    sc_disconnected(sensor);
    sensor->stored = 0;
}
