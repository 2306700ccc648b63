/**
 * Draws the icons of the extension: the product's mark (a tray with a message in it) on the accent colour.
 * Run by hand after a change of the mark: `node scripts/drawIcons.ts`. It needs nothing but zlib.
 */
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

type Point = readonly [x: number, y: number];

/** The mark is designed on a square of 48 units. */
const designSize = 48;
const accent = [0x30, 0x56, 0xd3] as const;
const cornerRadius = 11;

/** A quarter of a circle in steps small enough to look round at 128 pixels. */
function arc(center: Point, radius: number, fromDegrees: number): Point[] {
  return Array.from({ length: 9 }, (_, step) => {
    const angle = ((fromDegrees + (step * 90) / 8) * Math.PI) / 180;
    return [center[0] + radius * Math.cos(angle), center[1] + radius * Math.sin(angle)] as const;
  });
}

const tray: Point[] = [[12, 27], ...arc([17, 18], 5, 180), ...arc([31, 18], 5, 270), [36, 27]];
const base: Point[] = [
  [12, 27],
  [18.5, 27],
  [21, 31],
  [27, 31],
  [29.5, 27],
  [36, 27],
  ...arc([32, 31], 4, 0),
  ...arc([16, 31], 4, 90),
  [12, 27],
];
const lines: Point[][] = [
  [
    [18, 20],
    [30, 20],
  ],
  [
    [18, 24.5],
    [25, 24.5],
  ],
];

function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

function distanceToPath(point: Point, path: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  path.forEach((end, at) => {
    const start = path[at - 1];
    if (start !== undefined) least = Math.min(least, distanceToSegment(point, start, end));
  });
  return least;
}

/** Negative inside. */
function distanceToRoundedSquare([x, y]: Point): number {
  const half = designSize / 2;
  const qx = Math.abs(x - half) - half + cornerRadius;
  const qy = Math.abs(y - half) - half + cornerRadius;
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - cornerRadius;
}

/** RGBA, row by row. */
function draw(size: number): Buffer {
  const unit = designSize / size;
  // Small icons get a bolder stroke and fewer details, so that they stay readable.
  const isSmall = size <= 16;
  const stroke = isSmall ? 4 : size <= 32 ? 3.2 : 2.6;
  const paths = isSmall ? [tray, base] : [tray, base, ...lines];
  const pixels = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      // The mark is drawn a third larger than in a page: an icon has no margin to spare.
      const at: Point = [(column + 0.5) * unit, (row + 0.5) * unit];
      const zoomed: Point = [24 + (at[0] - 24) / 1.25, 24 + (at[1] - 24) / 1.25];
      const cover = Math.min(1, Math.max(0, 0.5 - distanceToRoundedSquare(at) / unit));
      const distance = Math.min(...paths.map((path) => distanceToPath(zoomed, path))) * 1.25;
      const ink = Math.min(1, Math.max(0, 0.5 - (distance - (stroke * 1.25) / 2) / unit));
      const offset = (row * size + column) * 4;
      accent.forEach((channel, index) => {
        pixels[offset + index] = Math.round(channel + (255 - channel) * ink);
      });
      pixels[offset + 3] = Math.round(cover * 255);
    }
  }
  return pixels;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** PNG, 8-bit RGBA, no filter. */
function encodePng(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

for (const size of [16, 32, 48, 128]) {
  const file = new URL(`../extension/public/icons/${size}.png`, import.meta.url);
  writeFileSync(file, encodePng(size, draw(size)));
}
