import { runVectors, type VectorResult } from '../scripts/vectorRunner.ts'
import { type EdgeCase, edgeCases } from '../src/crypto/edgeCases.conformance.ts'
import { nobleProvider, noblePrimitives } from '../src/index.ts'

/** Runs in the page: the text of a vector file in, what became of its vectors out. */
export type RunVectorFile = (text: string) => VectorResult

/** Runs in the page: what it answers at the edges of signatures, keys and ciphertexts. */
export type RunEdgeCases = () => EdgeCase[]

const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
const provider = nobleProvider({ randomBytes })
const runVectorFile: RunVectorFile = (text) => runVectors(JSON.parse(text), provider)
const runEdgeCases: RunEdgeCases = () => edgeCases(noblePrimitives(randomBytes))
Object.assign(globalThis, { runVectorFile, runEdgeCases })
