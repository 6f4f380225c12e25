// Balls on a line without friction: they move freely until the time of the next impact, which
// depends on where they are, and exchange momentum there.

class Ball {
  x: number;
  v: number;
  readonly mass: number;
  readonly radius: number;

  constructor(x: number, v: number, mass: number, radius: number) {
    this.x = x;
    this.v = v;
    this.mass = mass;
    this.radius = radius;
  }

  /** When this ball meets one to its right; Infinity if it does not. */
  meets(other: Ball): number {
    const approach = this.v - other.v;
    const gap = other.x - other.radius - (this.x + this.radius);
    return approach > 0 ? gap / approach : Infinity;
  }

  collide(other: Ball): void {
    const total = this.mass + other.mass;
    const [u, w] = [this.v, other.v];
    this.v = ((this.mass - other.mass) * u + 2 * other.mass * w) / total;
    other.v = ((other.mass - this.mass) * w + 2 * this.mass * u) / total;
  }
}

/** Where the last of `n` balls is after `time`, when the first is pushed with velocity `push`. */
export function billiards(push: number, n: number, time: number): number {
  const balls: Ball[] = [];
  for (let i = 0; i < n; i++) balls.push(new Ball(2 * i, i === 0 ? push : 0, 1 + 0.5 * i, 0.25));
  let left = time;
  for (;;) {
    let next = left;
    let hit = -1;
    for (let i = 0; i + 1 < n; i++) {
      const t = balls[i]!.meets(balls[i + 1]!);
      if (t < next) {
        next = t;
        hit = i;
      }
    }
    for (const ball of balls) ball.x += ball.v * next;
    if (hit < 0) return balls[n - 1]!.x;
    balls[hit]!.collide(balls[hit + 1]!);
    left -= next;
  }
}
