/**
 * Topics that are maps: each envelope has a place, a later one takes it from an earlier one, and a
 * new generation takes them all. What is kept does not depend on the order of arrival, so replicas
 * that have seen the same hold the same.
 *
 * @module
 */
import { Bytes } from '@parley/protocol'

/** Where an envelope of a map stands. Bytes are compared as they are. */
export type Place = {
  /** What it is about: at most one envelope of a name is held. */
  name: Uint8Array
  /** Of two of one name the greater stays. */
  order: Uint8Array
  /** What is of a lesser generation than the greatest that has begun is void. */
  generation: Uint8Array
  /** Whether its generation begins with it, if it has not. */
  begins: boolean
  /** Places of a room are counted together, apart from those of others. */
  room: number
  /** So many places a room has; then `latest` gives way to what is greater, `earliest` to what is less. */
  countMax: number
  keeps: 'latest' | 'earliest'
}

/** A place that is taken. */
export type Held = Pick<Place, 'name' | 'order' | 'generation' | 'begins' | 'room'> & {
  /** Of the envelope. */
  key: Uint8Array
}

/** The generation that counts, if one has begun. */
export function generationOf(
  held: readonly Pick<Held, 'generation' | 'begins'>[],
): Uint8Array | undefined {
  return held
    .filter(({ begins }) => begins)
    .reduce<Uint8Array | undefined>(
      (greatest, { generation }) =>
        greatest === undefined || Bytes.compare(generation, greatest) > 0 ? generation : greatest,
      undefined,
    )
}

/**
 * What an envelope does to a map.
 *
 * @returns what gives way to it; `superseded` if it is not wanted any more, `full` if its room is
 */
export function settle(
  held: readonly Held[],
  place: Place,
): readonly Held[] | 'superseded' | 'full' {
  const newest = generationOf(held)
  const isBefore = newest !== undefined && Bytes.compare(place.generation, newest) < 0
  if (isBefore) return 'superseded'
  const isVoid = ({ generation }: Held): boolean =>
    place.begins && Bytes.compare(generation, place.generation) < 0
  const left = held.filter((each) => !isVoid(each))
  const gone = held.filter(isVoid)
  const same = left.find(({ name }) => Bytes.equal(name, place.name))
  if (same !== undefined)
    return Bytes.compare(place.order, same.order) > 0 ? [...gone, same] : 'superseded'
  const room = left.filter((each) => each.room === place.room)
  if (room.length < place.countMax) return gone
  const isWorse = (a: Uint8Array, b: Uint8Array): boolean =>
    place.keeps === 'latest' ? Bytes.compare(a, b) < 0 : Bytes.compare(a, b) > 0
  const worst = room.reduce((one, other) => (isWorse(one.order, other.order) ? one : other))
  if (isWorse(worst.order, place.order)) return [...gone, worst]
  return place.keeps === 'latest' ? 'superseded' : 'full'
}
