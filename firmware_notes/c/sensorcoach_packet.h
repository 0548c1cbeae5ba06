/* The open profile of sensorcoach, sensor side: bytes, ring and replay. The specification: ../open-profile.md.
 *
 * C99, no allocation, no board, no clock: samples and commands go in, bytes come out. A sensor needs this much:
 *
 *     static sc_sample ring[1280];                          12.8 s at 100 Hz, 25 kB
 *     static sc_sensor sensor;
 *     sc_init(&sensor, ring, 1280, true);
 *
 *     each sample:        sc_push(&sensor, time_us, value);
 *     whenever there is room for a notification:
 *                         size_t length = sc_next_packet(&sensor, packet);
 *                         if (length && notify(packet, length)) sc_sent(&sensor, length);
 *     control written:    uint8_t error = sc_parse(bytes, length, &command);
 *                         if (!error) error = sc_control(&sensor, &command, mtu);     answer with this ATT error
 *     link lost:          sc_disconnected(&sensor);
 *
 * Nothing here locks: call all of it from one task or loop, and let an interrupt only note that a sample is ready.
 */
#ifndef SENSORCOACH_PACKET_H
#define SENSORCOACH_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SC_VERSION 1
#define SC_INFO_BYTES 16
#define SC_HEADER_BYTES 12
#define SC_LARGEST_MTU 517
#define SC_LARGEST_PACKET (SC_LARGEST_MTU - 3)

/* Flags of a stream packet. */
#define SC_FLAG_GYRO 0x01u
#define SC_FLAG_OVERFLOW 0x02u
#define SC_FLAG_REPLAYED 0x04u

/* What a write to the control characteristic is answered with: 0, or an ATT error. */
#define SC_OK 0x00u
#define SC_BAD_LENGTH 0x0Du /* fewer bytes than the command has */
#define SC_REFUSED 0x80u    /* no such command, or a rate, range or batch that there is not */
#define SC_NOT_THERE 0x81u  /* replay: none of these samples is in the ring, or nothing is being streamed */

enum { SC_START = 1, SC_STOP = 2, SC_IDENTIFY = 3, SC_REPLAY = 4 };

typedef struct {
    uint16_t lsb_per_g;
    uint32_t rate_mhz;      /* 1/1000 Hz */
    uint16_t lsb_per_10dps; /* 10 LSB a deg/s: 164 is 16.4 */
    uint16_t firmware;
    uint32_t boot_id; /* random, drawn at each start */
    bool has_gyro;    /* take sc_streams_gyro() */
} sc_info;

typedef struct {
    uint8_t kind;     /* SC_START ... SC_REPLAY */
    uint16_t rate_hz; /* start */
    uint8_t range_g;  /* start */
    uint8_t batch;    /* start: samples in a packet */
    uint32_t index;   /* replay: from here on */
} sc_command;

typedef struct {
    uint32_t index;
    uint32_t time_us;
    int16_t value[6]; /* acceleration x, y, z, angular rate x, y, z */
} sc_sample;

/* Read what you like, change it through the functions. The last `fresh` samples of the ring were never sent, the last
 * `unsent` (at least as many) are to be sent: counted from the newest, so that nothing wraps. */
typedef struct {
    sc_sample *ring;
    uint32_t capacity, stored, head; /* head: where the next sample goes */
    uint32_t unsent, fresh;
    uint32_t next_index; /* of the next sample */
    uint16_t packet;     /* number of the next packet */
    uint16_t mtu, rate_hz;
    uint8_t range_g, batch;
    bool has_gyro, streaming, overflow;
} sc_sensor;

/* `ring`: room for `capacity` samples, at least 10 s of them, better 12. Not streaming until started. */
void sc_init(sc_sensor *sensor, sc_sample *ring, uint32_t capacity, bool has_gyro);

/* The 16 bytes of the info characteristic. */
void sc_pack_info(const sc_info *info, uint8_t out[SC_INFO_BYTES]);

/* A sample was taken at `time_us` of a free-running timer; `value` has 6 numbers with a gyroscope, else 3. */
void sc_push(sc_sensor *sensor, uint32_t time_us, const int16_t *value);

/* So many samples were not taken, or were lost before they came here (an overrun of the IMU's own queue). */
void sc_skip(sc_sensor *sensor, uint32_t samples);

/* Whether the packets of this connection have a gyroscope in them: with an MTU below 27 there is no room for it. */
bool sc_streams_gyro(const sc_sensor *sensor);

/* Writes the next packet to `out`, which has room for the MTU less 3, and returns its length; 0 if there is none yet.
 * Gives the same packet again until sc_sent() says that the radio has taken it. */
size_t sc_next_packet(const sc_sensor *sensor, uint8_t *out);

/* The packet just given, of this length, has been taken by the radio. Call it before any other function. */
void sc_sent(sc_sensor *sensor, size_t length);

/* What these bytes, written to control, say: SC_OK or the error to answer with. */
uint8_t sc_parse(const uint8_t *bytes, size_t length, sc_command *command);

/* Does what was asked, as far as packets go: SC_OK or the error to answer with. `mtu`: of the connection, now. Setting
 * the IMU, blinking, and refusing what the board has not, are yours, before this. */
uint8_t sc_control(sc_sensor *sensor, const sc_command *command, uint16_t mtu);

/* The link is gone. Go on sampling and pushing for at least 10 s: what is missed now can be asked for later. */
void sc_disconnected(sc_sensor *sensor);

/* Sampling ends (sc_control does this at a stop): the ring is emptied. When it begins again, skip what was not taken. */
void sc_stopped(sc_sensor *sensor);

#ifdef __cplusplus
}
#endif

#endif
