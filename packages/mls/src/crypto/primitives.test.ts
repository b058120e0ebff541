import * as node from 'node:crypto'
import { describe } from 'vitest'
import { noblePrimitives } from './noblePrimitives.ts'
import { nodePrimitives } from './nodePrimitives.ts'
import { primitivesConformance } from './primitives.conformance.ts'

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

describe('noblePrimitives', () => primitivesConformance(noblePrimitives(random)))
describe('nodePrimitives', () => primitivesConformance(nodePrimitives(node)))
