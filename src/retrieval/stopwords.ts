/**
 * Words that carry no topic, in normalised spelling. Few on purpose: BM25 already weighs common words low; these
 * are those that small collections make look rare (question words, pronouns, politeness).
 */
const LISTS: Record<string, string> = {
  en: 'a an the i im me my we you your it its is are am be been was were do does did can could may might will would shall should must have has had to of in on at for from by with and or but if so than that this these those there here what which who how much many when where why not no yes please hello hi thanks thank need want get about into as any some just also',
  sl: 'a ali in pa je so sem si smo ste bi da ne na v z s za od do po pri o ob k h ko ce kako kdaj kje kaj kdo koliko kateri katera katero to ta te ti mi jaz moj moja se bom bo lahko moram mora imam ima prosim zivjo hvala kot ki tudi samo',
  es: 'a al de del la el los las un una unos unas y o u que en por para con sin se me mi mis tu su sus es son soy estoy esta ser como cuando donde cual cuanto cuanta si no lo le les ha he hay puedo puede tengo tiene necesito quiero hola gracias favor ya pero sobre este esta esto',
  it: 'a al allo alla di del della dei delle da dal dalla in nel nella su con per tra fra il lo la i gli le un una uno e ed o che chi come quando dove quale quanto quanta se non mi si ci io mio mia sono sei essere ho ha hai posso puo devo voglio ciao grazie anche ma questo questa',
  de: 'der die das den dem des ein eine einen einem einer eines und oder aber wenn ich mich mir mein meine du sie er es wir ihr ist sind bin war sein kann koennen konnen muss mussen darf wie was wer wo wann warum welche welcher welches fur von zu zum zur mit bei in im an am auf aus nach uber um als auch nicht kein keine man gibt es haben habe hat werden wird',
  fr: 'a au aux de du des la le les l d un une et ou que qui quoi dont en dans par pour sur avec sans se me je j tu il elle on nous vous ils mon ma mes son sa ses est sont suis etre ai as a avons ont comment quand quel quelle quels quelles combien si ne n pas ce cet cette ces y puis peut peux dois doit faut bonjour merci c qu s',
  ru: 'и в во не на я с со как а то он она мы вы что это по но за из у от о об для до к ко ли же бы мне меня мой моя мои мой так если или где когда кто какой какая какие сколько можно нужно надо могу есть быть здравствуйте привет спасибо',
  uk: 'і й та в у не на я з із як а то він вона ми ви що це по але за від о про для до к чи же би мені мене мій моя мої так якщо або де коли хто який яка які скільки можна треба потрібно можу є бути добрий день привіт дякую',
  bs: 'i a ali je su sam si smo ste bi da ne na u s sa za od do po pri o k kako kada gdje gde sta sto ko tko koliko koji koja koje to taj ta se mi ja moj moja mogu moze moram ima imam li hvala molim zdravo kao samo',
  mk: 'и а но е се сум си сме сте би да не на во со за од до по при кон како кога каде што кој која кое колку тоа тој таа ми јас мој моја може можам морам имам ли здраво благодарам',
  sq: 'e dhe ose por nje te ne me per nga si kur ku cfare kush sa cili cila qe se eshte jane jam a nuk po une ti ai ajo im ime mund duhet kam ka pershendetje faleminderit',
  ro: 'a al ale de la in pe cu si sau dar un o unei unui ce care cum cand unde cat cata cati daca nu da eu tu el ea mi ma mea meu sunt este esti pot poate trebuie am are buna multumesc pentru din se imi',
  tr: 've veya ama bir bu su o ben sen biz siz ne nasil ne zaman nerede kim hangi kac mi mu da de icin ile gibi var yok olur olmak istiyorum lazim merhaba tesekkurler benim',
  ar: 'و في من الي على عن مع هذا هذه ذلك التي الذي ما ماذا كيف متي اين كم هل لا نعم انا انت هو هي نحن لي عندي يمكن يمكنني اريد ان او اذا شو وين كيفاش واش بدي عايز ازاي فين ايه ايش',
  fa: 'و در از به با كه اين ان را براي ايا چه چي چطور چگونه كي كجا چند من تو او ما شما مي است هستم دارم دارد بايد ميتوانم يا اگر سلام ممنون',
  ur: 'اور ميں مين سي كي كا كو كي كر هي هيں هين كيا كيسي كب كهاں كهان كون كتنا كتني مجهي ميرا ميري اپ يه وه نهين اگر يا سلام شكريه',
  bn: 'এবং ও কি কী কিভাবে কীভাবে কখন কোথায় কে কত আমি আমার আমাকে তুমি আপনি সে এই ওই যে না হ্যাঁ জন্য থেকে করতে করা হয় আছে চাই পারি ধন্যবাদ',
  zh: '的 了 吗 呢 我 你 他 她 我们 你们 是 在 有 和 与 或 怎么 怎样 如何 什么 哪里 哪个 谁 多少 几 要 想 可以 能 需要 请问 您好 你好 谢谢 不 也 都',
}

const sets = new Map<string, ReadonlySet<string>>()

export function stopWords(language: string): ReadonlySet<string> {
  let set = sets.get(language)
  if (!set) {
    set = new Set((LISTS[language] ?? '').split(' '))
    sets.set(language, set)
  }
  return set
}
