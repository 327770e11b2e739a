const m=(n:string)=>{const u=process.memoryUsage();console.log(n.padEnd(26),'rss',Math.round(u.rss/1e6),'heap',Math.round(u.heapUsed/1e6),'/',Math.round(u.heapTotal/1e6),'ext',Math.round(u.external/1e6),'ab',Math.round(u.arrayBuffers/1e6))}
m('start');await import('eld/small');m('eld');(globalThis as any).gc?.();m('eld gc')
const {openAssistant}=await import('/work/main/src/assistant.ts');m('imports')
const a=await openAssistant({root:'/work/main',cacheFolder:process.argv[2]!,today:()=>'2026-11-26'});m('open');(globalThis as any).gc?.();m('open gc')
await new Promise(r=>setTimeout(r,1500));m('later')
