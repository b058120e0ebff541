/**
 * How a shard changes hands: the set that is to take over shows that it serves and that it holds all,
 * the installed one is fenced meanwhile. Pure: who drives it says what was heard, and signs what is due.
 *
 * @module
 */
export { type Said, said, sign, verify } from './handover/statements.ts'
export {
  beginning,
  carried,
  type Change,
  compared,
  entered,
  type Fence,
  fence,
  fenced,
  holdsAll,
  isReady,
  isStored,
  isStuck,
  leftMax,
  mustFence,
  open,
  refuses,
  type Rules,
  type Successor,
  takesOver,
} from './handover/rules.ts'
