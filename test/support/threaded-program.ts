// A program for the executable that starts a thread of itself, which loads a script and a module of Node later.
import { getAsset, isSea } from 'node:sea'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

async function inThread(): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite')
  const { shellWord } = await import('../../lib/text/shell-word.ts')
  const row = new DatabaseSync(':memory:').prepare('SELECT ? AS word').get(shellWord(String(workerData)))
  parentPort?.postMessage(row?.['word'])
}

if (isMainThread) {
  const thread = new Worker(getAsset('loader.cjs', 'utf8'), { eval: true, workerData: 'two words' })
  thread.on('message', (word) => process.stdout.write(`${isSea()} ${word}\n`))
} else {
  void inThread()
}
