/**
 * One odd input: at which door of a node it is shown, and the bytes, in the pieces in which they are
 * written. As JSON it goes into the corpus.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * `http`: the clients' port. `link`: a WebSocket there, opened in good order. `greeted`: after hello.
 * `peer`: the nodes' port. `member`: a stream of another member, encrypted. `proved`: after its proof.
 */
export const doors = ['http', 'link', 'greeted', 'peer', 'member', 'proved'] as const
export type Door = (typeof doors)[number]

export type Input = { readonly door: Door; readonly pieces: readonly Uint8Array[] }

const folder = new URL('corpus', import.meta.url).pathname

const toJson = ({ door, pieces }: Input): string =>
  `${JSON.stringify({ door, pieces: pieces.map((piece) => Buffer.from(piece).toString('base64')) }, null, 2)}\n`

function fromJson(text: string): Input {
  const { door, pieces } = JSON.parse(text) as { door: Door; pieces: string[] }
  return { door, pieces: pieces.map((piece) => new Uint8Array(Buffer.from(piece, 'base64'))) }
}

/** Every input that ever ended a node, oldest name first. */
export async function corpus(): Promise<{ name: string; input: Input }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()
  return Promise.all(
    names.map(async (name) => ({
      name,
      input: fromJson(await readFile(join(folder, name), 'utf8')),
    })),
  )
}

/**
 * Puts an input into the corpus.
 *
 * @returns its file's path
 */
export async function keep(input: Input): Promise<string> {
  const json = toJson(input)
  const name = createHash('sha256').update(json).digest('hex').slice(0, 16)
  const path = join(folder, `${input.door}-${name}.json`)
  await mkdir(folder, { recursive: true })
  await writeFile(path, json)
  return path
}
