import { runVectors, type VectorResult } from '../scripts/vectorRunner.ts'
import { nobleProvider } from '../src/index.ts'

/** Runs in the page: the text of a vector file in, what became of its vectors out. */
export type RunVectorFile = (text: string) => VectorResult

const provider = nobleProvider({
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
})
const runVectorFile: RunVectorFile = (text) => runVectors(JSON.parse(text), provider)
Object.assign(globalThis, { runVectorFile })
