// Shortest paths by relaxation, over nodes that know their neighbours.

export interface Place {
  id: number;
  distance: number;
  roads: Road[];
}

export interface Road {
  to: Place;
  length: number;
}

/** The distance to the last of the places; places keep what was found. */
export function shortest(places: Place[]): number {
  for (const place of places) place.distance = Infinity;
  places[0]!.distance = 0;
  const open: Place[] = [places[0]!];
  while (open.length > 0) {
    const place = open.shift()!;
    for (const { to, length } of place.roads) {
      const through = place.distance + length;
      if (through < to.distance) {
        to.distance = through;
        open.push(to);
      }
    }
  }
  return places[places.length - 1]!.distance;
}
