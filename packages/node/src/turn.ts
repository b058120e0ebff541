/** One at a time: each piece of work begins when the one before it has ended, however it ended. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#last.then(work, work)
    this.#last = own
    return own
  }
}
