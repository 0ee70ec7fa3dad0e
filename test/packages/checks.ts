/** Runs checks and prints each outcome as a line of a table. */
export class Checks {
  #failed = 0
  #passed = 0
  readonly #began = Date.now()

  /** Starts a section of the table. */
  section(title: string): void {
    process.stdout.write(`\n${title}\n`)
  }

  /** Runs one check: a rejection is a failure, and the other checks still run. */
  async check(what: string, isSo: () => Promise<unknown>): Promise<void> {
    await this.need(what, isSo).catch(() => undefined)
  }

  /** Does what later checks need; rejects if it fails. */
  async need<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = Date.now()
    const row = (outcome: string): string =>
      `  ${outcome.padEnd(6)}${((Date.now() - began) / 1000).toFixed(1).padStart(7)}  ${what}\n`
    try {
      const made = await work()
      this.#passed += 1
      process.stdout.write(row('ok'))
      return made
    } catch (error) {
      this.#failed += 1
      process.stdout.write(`${row('FAILED')}${String(error).replaceAll(/^/gm, ' '.repeat(17))}\n`)
      throw error
    }
  }

  /** Prints the result and sets the exit code. */
  end(): void {
    const seconds = Math.round((Date.now() - this.#began) / 1000)
    process.stdout.write(`\n${this.#passed} ok, ${this.#failed} failed, ${seconds} s\n`)
    if (this.#failed > 0) process.exitCode = 1
  }
}
