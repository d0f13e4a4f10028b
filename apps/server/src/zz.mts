import { open, OPERATOR, readConfig } from "./main.ts";
import { truths } from "@counterseat/demo";
import fs from "node:fs";
const dataDir='/tmp/exp/zz'; fs.rmSync(dataDir,{recursive:true,force:true});
const app = await open(readConfig({COUNTERSEAT_LOG_LEVEL:"warn"},{dataDir}));
const call=(name:string,input:any)=>app.call(app.operations.find(o=>o.name===name)!, {actor:OPERATOR, world:"sample", input});
let ok=0;
for (let i=0;i<Number(process.argv[2]??20);i++){ const seed=Number(process.argv[4]??4100)+i*37; const scale=Number(process.argv[3]??0.1);
 const t=performance.now();
 await call("demo.load",{seed,scale});
 for(;;){ const s:any=await call("demo.getState",{}); if(s.loaded)break; await new Promise(r=>setTimeout(r,50)); }
 const t1=performance.now();
 const b:any=await call("gap.getBoard",{});
 const tr:any=truths({seed,scale}); const first=b.cells[0]; const p=tr.worstBelief?.stage??null;
 const good=p===null? b.counts.gap===0&&first.state==='no-gap' : first.stage===p&&first.state==='gap';
 ok+=+good;
 console.log(good?'ok':'BAD',seed,tr.variant,p,'|',b.sentence,'|',b.cells.map((c:any)=>c.stage+':'+c.state+':'+(c.gaps.belief.value??NaN).toFixed(1)).join(' '),'load',Math.round(t1-t),'board',Math.round(performance.now()-t1), Math.round(process.memoryUsage().rss/1e6));
}
console.log(ok); await app.close();
