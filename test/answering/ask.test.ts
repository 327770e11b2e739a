import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runAskCommand } from '../../src/answering/ask-command.ts'
import { askLine, askOne } from '../../src/answering/ask-line.ts'
import type { Answerer } from '../../src/answering/pipeline.ts'
import type { Answer, Question } from '../../src/answering/types.ts'

/** Answers with the text of the question and keeps what it was asked. */
class EchoAnswerer implements Answerer {
  readonly asked: Question[] = []

  answer(question: Question): Answer {
    this.asked.push(question)
    return {
      outcome: 'answered',
      handover: null,
      language: 'en',
      country: null,
      articles: ['si/vat'],
      passageIds: [],
      sources: [{ article: 'si/vat', title: 'Office', url: 'https://office.example/', seen: '2026-11' }],
      parts: [{ kind: 'text', text: `**${question.text}**` }],
      choices: [],
      asksFor: null,
      messageClass: null,
      factsNamed: { country: null, town: null, status: null },
      nextQuestions: [],
      trace: [],
    }
  }
}

describe('a question of the fixed interface', () => {
  it('gives the fields of the interface, the text as a person reads it', () => {
    const result = askOne({ id: 7, text: 'vat?' }, new EchoAnswerer())
    expect(result).toEqual({
      id: 7,
      outcome: 'answered',
      handover: null,
      language: 'en',
      text: 'vat?',
      articles: ['si/vat'],
      sources: [{ article: 'si/vat', title: 'Office', url: 'https://office.example/', seen: '2026-11' }],
      ms: expect.any(Number),
    })
  })

  it('is asked with its profile and history', () => {
    const answerer = new EchoAnswerer()
    const history = [{ role: 'user', text: 'before' }]
    const profile = { country: 'it', status: 'student', language: 'sl', age: 30 }
    askOne({ text: 'vat?', profile, history, kind: 'plain' }, answerer)
    expect(answerer.asked).toEqual([
      { text: 'vat?', profile: { country: 'it', status: 'student', language: 'sl' }, history },
    ])
  })

  it('takes what it does not know as not given, and a bare lang only as a label', () => {
    const answerer = new EchoAnswerer()
    askOne({ text: 'a', lang: 'es', profile: { country: 'de', status: 'king', language: 'xx' } }, answerer)
    askOne({ text: 'b', profile: null, history: null }, answerer)
    for (const { profile } of answerer.asked)
      expect(profile).toEqual({ country: null, status: null, language: null })
  })

  it.each<[string, string, string | number | null]>([
    ['{"id": "a"', 'INVALID_JSON', null],
    ['vat?', 'INVALID_JSON', null],
    ['{"id": "a"}', 'INVALID_INPUT', 'a'],
    ['{"id": 3, "text": 5}', 'INVALID_INPUT', 3],
    ['{"id": "a", "text": "b", "history": [{"role": "system", "text": "x"}]}', 'INVALID_INPUT', 'a'],
    ['{"id": {"x": 1}, "text": "b"}', 'INVALID_INPUT', null],
    ['null', 'INVALID_INPUT', null],
    ['[]', 'INVALID_INPUT', null],
    ['"text"', 'INVALID_INPUT', null],
  ])('that is malformed gives a coded error: %s', (line, code, id) => {
    const answerer = new EchoAnswerer()
    expect(askLine(line, answerer)).toEqual({ id, error: { code, message: expect.any(String) } })
    expect(answerer.asked).toEqual([])
  })
})

describe('npm run ask', () => {
  async function run(args: string[], input = '') {
    const [output, errors] = [new PassThrough(), new PassThrough()]
    const answerer = new EchoAnswerer()
    let opened = 0
    const open = async () => {
      opened++
      return answerer
    }
    const lines = Readable.from([input])
    const code = await runAskCommand(args, open, { input: lines, output, errors })
    const text = (stream: PassThrough) => String(stream.read() ?? '')
    return { code, opened, output: text(output), errors: text(errors), asked: answerer.asked }
  }

  it('prints the answer to one question', async () => {
    const { code, output, asked } = await run(['what', 'is vat?', '--country', 'si', '--lang', 'sl'])
    expect([code, output]).toEqual([0, 'what is vat?\n'])
    expect(asked[0]?.profile).toEqual({ country: 'si', status: null, language: 'sl' })
  })

  it('prints it as JSON when asked to', async () => {
    const { output } = await run(['vat?', '--json'])
    expect(JSON.parse(output)).toMatchObject({ outcome: 'answered', text: 'vat?' })
  })

  it('answers each line in its order and goes on after malformed ones', async () => {
    const input = ['{"id": 1, "text": "a"}', 'nonsense', '', '{"id": 2}', '{"id": 3, "text": "c"}'].join(
      '\r\n',
    )
    const { code, output } = await run(['--jsonl'], input)
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(lines.map(({ id, text, error }) => [id, text ?? error.code])).toEqual([
      [1, 'a'],
      [null, 'INVALID_JSON'],
      [2, 'INVALID_INPUT'],
      [3, 'c'],
    ])
  })

  it('keeps nothing between the lines', async () => {
    const { asked } = await run(['--jsonl'], '{"text": "a"}\n{"text": "b"}\n')
    expect(asked.map(({ history }) => history)).toEqual([[], []])
  })

  it('with no line answers nothing', async () => {
    expect(await run(['--jsonl'])).toMatchObject({ code: 0, output: '' })
  })

  it.each([
    [[], 'Write a question.'],
    [['vat?', '--country', 'de'], '--country de'],
    [['vat?', '--status', 'king'], '--status king'],
    [['vat?', '--lang', 'de'], '--lang de'],
    [['vat?', '--colour'], 'colour'],
  ])('with wrong arguments %j says so before anything is opened', async (args, message) => {
    const { code, opened, errors, output } = await run(args)
    expect([code, opened, output]).toEqual([2, 0, ''])
    expect(errors).toContain(message)
    expect(errors).toContain('npm run --silent ask')
  })
})
