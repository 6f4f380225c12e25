// Made by scripts/gen-kernels.ts of src/kernels/determinant.ts.
export const cofactor0 = `func @kernel.cofactor0(%: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = to_f64 %1
% = mul %2, %2
% = const i32 0
% = alloc mem<f64> %2
% = const bool 0
% = alloc mem<f64> %4
% = const f64 2
% = const i32 2
% = mul %1, %9
% = mul %1, %10
% = add %1, %11
% = alloc mem<f64> %1
% = const f64 1
% = const i32 1
% = add %15, %1
% = mul %16, %1
% = const f64 0
for {step: 1} %14, %18 { (%: i32)
% = mul %1, %19
% = mul %1, %20
for {step: 1} %17, %18 { (%: i32)
% = add %2, %1
% = load %26, %1
store %19, %2, %0
yield
}
% = alloc mem<f64> %8
% = alloc mem<f64> %25
% = alloc mem<f64> %24
% = alloc mem<f64> %25
for {step: 1} %24, %25 { (%: i32)
% = load %25, %1
store %5, %1, %0
yield
}
for {step: 1} %26, %29 { (%: i32)
% = to_f64 %1
% = add %30, %2
store %8, %0, %1
yield
}
for {step: 1} %29, %32 { (%: i32)
% = mul %1, %34
% = add %1, %2
% = load %12, %1
% = abs %1
% = add %5, %24
%, % = for {step: 1} %2, %40, %3, %7 { (%: i32, %: f64, %: i32)
% = mul %3, %44
% = add %1, %12
% = load %22, %1
% = abs %1
% = gt %1, %6
% = select %1, %2, %7
% = select %2, %9, %7
yield %1, %0
}
% = ne %11, %18
if %0 {
% = mul %12, %52
for {step: 1} %49, %52 { (%: i32)
% = add %20, %1
% = load %31, %1
% = add %4, %3
% = load %33, %1
store %33, %3, %0
store %33, %1, %2
yield
}
% = add %56, %25
% = load %35, %1
% = add %58, %20
% = load %37, %1
store %37, %3, %0
store %37, %1, %2
yield
} {
yield
}
% = load %38, %27
% = ne %1, %46
if %0 {
for {step: 1} %25, %63 { (%: i32)
% = mul %1, %65
% = add %1, %33
% = load %43, %1
% = div %1, %6
store %44, %2, %0
for {step: 1} %30, %68 { (%: i32)
% = add %5, %1
% = load %47, %1
% = add %38, %3
% = load %49, %1
% = mul %6, %1
% = sub %4, %1
store %51, %5, %0
yield
}
yield
}
yield
} {
yield
}
yield
}
%, % = loop %60, %72 { (%: f64, %: bool)
% = lt %2, %79
%, %, % = if %3 {
% = clamp_i32 %6
% = mul %1, %85
% = add %1, %2
% = load %63, %1
% = abs %1
% = eq %1, %72
% = ne %2, %73
% = if %1 {
% = add %14, %79
yield %0
} {
yield %14
}
yield %2, %1, %3
} {
yield %87, %14, %87
}
yield %11, %10, %9
}
% = if %16 {
yield %88
} {
% = lt %91, %94
for {step: 1} %91, %94 { (%: i32)
% = mul %1, %96
% = add %95, %2
if %3 {
% = load %74, %1
for {step: 1} %95, %98 { (%: i32)
% = to_f64 %1
% = add %5, %2
% = eq %2, %4
% = select %1, %90, %86
store %77, %2, %0
yield
}
yield
} {
yield
}
yield
}
for {step: 1} %100, %101 { (%: i32)
% = load %79, %1
store %78, %1, %0
yield
}
for {step: 1} %102, %105 { (%: i32)
% = mul %1, %107
for {step: 1} %104, %1 { (%: i32)
% = add %2, %1
% = load %86, %1
% = mul %3, %111
for {step: 1} %108, %111 { (%: i32)
% = add %6, %1
% = load %87, %1
% = add %4, %3
% = load %89, %1
% = mul %7, %1
% = sub %4, %1
store %91, %5, %0
yield
}
yield
}
yield
}
for {step: 1} %115, %116 { (%: i32)
% = load %93, %1
store %94, %1, %0
yield
}
% = const i32 -1
% = add %122, %1
% = sub %122, %110
for {step: 1} %120, %123 { (%: i32)
% = to_f64 %1
% = sub %3, %1
% = sub %5, %3
% = add %2, %115
% = mul %2, %129
% = add %1, %3
% = load %107, %1
% = loop %4 { (%: f64)
% = lt %1, %133
% = if %1 {
% = clamp_i32 %3
% = add %8, %1
% = load %114, %1
% = mul %3, %139
for {step: 1} %136, %139 { (%: i32)
% = add %12, %1
% = load %116, %1
% = add %4, %3
% = load %118, %1
% = mul %7, %1
% = sub %4, %1
store %120, %5, %0
yield
}
% = add %14, %134
yield %0
} {
yield %14
}
yield %13, %12
}
for {step: 1} %144, %147 { (%: i32)
% = add %20, %1
% = load %124, %1
% = div %1, %20
store %125, %2, %0
yield
}
yield
}
% = for {step: 1} %149, %152, %135 { (%: i32, %: f64)
% = mul %2, %155
% = for {step: 1} %153, %156, %139 { (%: i32, %: f64)
% = add %4, %2
% = load %156, %1
% = abs %1
% = add %4, %1
yield %0
}
% = gt %7, %9
% = if %1 {
% = const bool 1
yield %0
} {
% = ne %10, %10
yield %0
}
% = select %3, %11, %13
yield %0
}
% = for {step: 1} %165, %168, %151 { (%: i32, %: f64)
% = mul %2, %171
% = for {step: 1} %169, %172, %155 { (%: i32, %: f64)
% = add %4, %2
% = load %150, %1
% = abs %1
% = add %4, %1
yield %0
}
% = gt %7, %9
% = if %1 {
% = const bool 1
yield %0
} {
% = ne %10, %10
yield %0
}
% = select %3, %11, %13
yield %0
}
% = mul %32, %16
% = const f64 10000
% = lt %2, %1
if %0 {
% = for {step: 1} %184, %187, %174 { (%: i32, %: f64)
% = mul %2, %190
% = add %1, %3
% = load %168, %1
% = mul %4, %1
yield %0
}
for {step: 1} %190, %193 { (%: i32)
% = add %193, %1
% = load %172, %1
store %171, %2, %0
yield
}
% = for {step: 1} %194, %197, %10 { (%: i32, %: f64)
% = to_f64 %2
% = loop %2 { (%: f64)
% = load %178, %5
% = ne %1, %4
% = if %1 {
% = clamp_i32 %3
% = load %182, %1
store %182, %9, %0
store %182, %1, %4
% = neg %6
yield %0
} {
yield %6
}
yield %4, %3
}
yield %7
}
for {step: 1} %205, %208 { (%: i32)
% = mul %1, %210
for {step: 1} %207, %210 { (%: i32)
% = add %2, %1
% = mul %2, %213
% = add %1, %5
% = load %189, %1
% = mul %19, %1
store %210, %4, %0
yield
}
yield
}
yield
} {
yield
}
yield %30
}
if %123 {
yield
} {
% = const bool 1
% = alloc mem<f64> %216
% = alloc mem<f64> %217
% = alloc mem<f64> %220
% = add %219, %221
% = for {step: 1} %219, %220, %205 { (%: i32, %: f64)
% = load %221, %2
% = abs %1
% = gt %1, %3
% = if %1 {
yield %11
} {
% = ne %3, %3
yield %0
}
% = select %2, %4, %6
yield %0
}
% = eq %9, %214
% = if %1 {
yield %1
} {
% = const f64 1e-100
% = gt %12, %1
% = if %1 {
% = const f64 1e+100
% = lt %15, %1
yield %0
} {
yield %3
}
yield %2
}
% = if %6 {
yield %225
} {
% = const f64 Infinity
% = lt %18, %1
% = if %1 {
yield %19
} {
% = const f64 NaN
yield %0
}
yield %1
}
% = ne %5, %5
for {step: 1} %240, %243 { (%: i32)
% = mul %1, %245
for {step: 1} %242, %245 { (%: i32)
% = add %2, %1
% = mul %2, %248
% = add %1, %5
% = load %246, %1
% = div %1, %13
store %33, %4, %0
yield
}
for {step: 1} %248, %251 { (%: i32)
% = add %8, %1
% = if %11 {
% = const f64 NaN
yield %0
} {
% = eq %4, %12
% = select %1, %244, %240
yield %0
}
store %38, %4, %3
yield
}
yield
}
% = const f64 60
% = loop %1 { (%: f64)
% = gt %1, %244
% = if %1 {
% = sqrt %262
% = const f64 2.3e-16
% = mul %1, %2
%, % = loop %250, %250 { (%: f64, %: f64)
% = add %2, %257
% = lt %1, %270
%, % = if %2 {
%, % = loop %5, %6 { (%: f64, %: f64)
% = lt %2, %277
%, % = if %2 {
% = clamp_i32 %13
% = mul %1, %282
% = clamp_i32 %7
% = mul %1, %284
%, %, % = for {step: 1} %284, %287, %270, %270, %270 { (%: i32, %: f64, %: f64, %: f64)
% = add %10, %4
% = load %75, %1
% = add %10, %6
% = load %77, %1
% = mul %3, %3
% = add %8, %1
% = mul %3, %3
% = add %9, %1
% = mul %7, %5
% = add %10, %1
yield %4, %2, %0
}
% = abs %15
% = sqrt %18
% = mul %39, %1
% = sqrt %19
% = mul %2, %1
% = gt %5, %1
% = if %1 {
yield %303
} {
% = lt %24, %23
% = not %1
yield %0
}
% = if %3 {
yield %34
} {
%, %, % = if %7 {
% = add %38, %302
% = sub %30, %31
% = mul %310, %30
% = div %2, %1
% = abs %1
% = mul %2, %2
% = add %308, %1
% = sqrt %1
% = add %4, %1
% = div %311, %1
% = lt %7, %308
% = if %1 {
% = neg %3
yield %0
} {
yield %3
}
% = mul %2, %2
% = add %316, %1
% = sqrt %1
% = div %318, %1
% = mul %1, %6
% = lt %48, %47
%, % = if %2 {
% = neg %5
yield %4, %0
} {
yield %5, %4
}
yield %21, %2, %1
} {
yield %59, %319, %323
}
for {step: 1} %333, %336 { (%: i32)
% = add %56, %1
% = load %121, %1
% = add %56, %3
% = load %123, %1
% = mul %29, %3
% = mul %29, %2
% = sub %2, %1
store %126, %6, %0
% = mul %31, %6
% = mul %33, %5
% = add %2, %1
store %129, %7, %0
yield
}
for {step: 1} %344, %347 { (%: i32)
% = add %67, %1
% = load %131, %1
% = add %67, %3
% = load %133, %1
% = mul %40, %3
% = mul %40, %2
% = sub %2, %1
store %136, %6, %0
% = mul %42, %6
% = mul %44, %5
% = add %2, %1
store %139, %7, %0
yield
}
yield %46
}
% = add %83, %346
yield %48, %0
} {
yield %82, %83
}
yield %81, %79, %80
}
yield %84, %89
} {
yield %90, %91
}
yield %88, %86, %87
}
% = gt %93, %343
yield %0
} {
yield %355
}
% = if %99 {
% = sub %102, %349
yield %0
} {
yield %102
}
yield %100, %1
}
for {step: 1} %359, %362 { (%: i32)
% = mul %1, %364
% = for {step: 1} %362, %365, %348 { (%: i32, %: f64)
% = add %4, %2
% = load %151, %1
% = mul %1, %1
% = add %4, %1
yield %0
}
% = sqrt %7
store %152, %9, %0
yield
}
% = const f64 1e-150
for {step: 1} %370, %373 { (%: i32)
% = add %1, %361
%, % = for {step: 1} %2, %377, %3, %3 { (%: i32, %: i32, %: i32)
% = load %161, %3
% = load %162, %3
% = gt %2, %1
% = select %1, %6, %5
% = select %2, %7, %5
yield %1, %0
}
% = ne %10, %12
if %0 {
% = load %167, %13
% = load %168, %12
store %168, %14, %0
store %168, %12, %1
% = mul %15, %389
% = mul %13, %390
for {step: 1} %387, %390 { (%: i32)
% = add %3, %1
% = load %175, %1
% = add %4, %3
% = load %177, %1
store %177, %3, %0
store %177, %1, %2
yield
}
for {step: 1} %392, %395 { (%: i32)
% = add %8, %1
% = load %179, %1
% = add %9, %3
% = load %181, %1
store %181, %3, %0
store %181, %1, %2
yield
}
yield
} {
yield
}
% = load %181, %27
% = lt %1, %29
% = mul %29, %403
if %1 {
store %183, %29, %386
% = const f64 Infinity
%, % = for {step: 1} %403, %406, %2, %389 { (%: i32, %: f64, %: f64)
% = to_f64 %3
% = for {step: 1} %408, %37, %394 { (%: i32, %: f64)
% = mul %2, %414
% = add %1, %8
% = load %198, %1
% = mul %1, %1
% = add %5, %1
yield %0
}
% = lt %8, %11
% = select %1, %9, %12
% = select %2, %11, %12
yield %1, %0
}
for {step: 1} %418, %421 { (%: i32)
% = to_f64 %1
% = add %21, %2
% = eq %2, %19
% = select %1, %413, %409
store %208, %2, %0
yield
}
for {step: 1} %423, %418 { (%: i32)
for {step: 1} %424, %53 { (%: i32)
% = mul %1, %429
% = for {step: 1} %427, %430, %413 { (%: i32, %: f64)
% = add %4, %2
% = load %216, %1
% = add %32, %4
% = load %218, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
for {step: 1} %435, %438 { (%: i32)
% = add %37, %1
% = load %223, %1
% = add %13, %3
% = load %225, %1
% = mul %14, %1
% = sub %4, %1
store %227, %5, %0
yield
}
yield
}
% = for {step: 1} %443, %446, %429 { (%: i32, %: f64)
% = add %46, %2
% = load %232, %1
% = mul %1, %1
% = add %4, %1
yield %0
}
% = sqrt %7
for {step: 1} %450, %453 { (%: i32)
% = add %52, %1
% = load %238, %1
% = div %1, %4
store %239, %2, %0
yield
}
yield
}
yield
} {
for {step: 1} %454, %457 { (%: i32)
% = add %56, %1
% = load %242, %1
% = div %1, %60
store %243, %2, %0
yield
}
yield
}
yield
}
for {step: 1} %458, %461 { (%: i32)
% = mul %1, %463
% = for {step: 1} %461, %464, %447 { (%: i32, %: f64)
% = add %4, %2
% = load %250, %1
% = abs %1
% = max %4, %1
yield %0
}
%, %, % = loop %456, %456, %468 { (%: f64, %: f64, %: bool)
% = lt %3, %476
%, %, %, % = if %4 {
% = clamp_i32 %8
% = add %20, %1
% = load %266, %1
% = abs %1
% = const f64 0.999999999999
% = mul %23, %1
% = ge %3, %1
% = if %1 {
% = lt %6, %473
% = if %1 {
% = const f64 -1
yield %0
} {
yield %479
}
yield %1
} {
yield %475
}
% = not %5
% = if %6 {
yield %20
} {
% = add %21, %482
yield %0
}
yield %2, %6, %1, %7
} {
yield %490, %478, %21, %490
}
yield %17, %15, %16, %14
}
% = select %23, %24, %483
% = add %495, %35
% = load %278, %36
% = mul %1, %261
store %487, %2, %0
for {step: 1} %496, %499 { (%: i32)
% = mul %1, %501
% = add %1, %40
% = add %40, %3
% = load %286, %1
% = mul %9, %1
store %493, %3, %0
yield
}
% = add %285, %43
for {step: 1} %503, %506 { (%: i32)
% = add %2, %1
% = add %46, %2
% = load %291, %1
% = mul %15, %1
store %499, %3, %0
yield
}
yield
}
for {step: 1} %508, %509 { (%: i32)
% = load %501, %1
store %295, %1, %0
yield
}
% = alloc mem<f64> %498
for {step: 1} %511, %512 { (%: i32)
% = load %298, %1
store %297, %1, %0
yield
}
for {step: 1} %513, %514 { (%: i32)
% = load %299, %1
store %4, %1, %0
yield
}
for {step: 1} %515, %518 { (%: i32)
% = to_f64 %1
% = add %519, %2
store %7, %0, %1
yield
}
for {step: 1} %518, %521 { (%: i32)
% = mul %1, %523
% = add %1, %2
% = load %11, %1
% = abs %1
% = add %5, %513
%, % = for {step: 1} %2, %529, %3, %7 { (%: i32, %: f64, %: i32)
% = mul %3, %533
% = add %1, %12
% = load %21, %1
% = abs %1
% = gt %1, %6
% = select %1, %2, %7
% = select %2, %9, %7
yield %1, %0
}
% = ne %11, %18
if %0 {
% = mul %12, %541
for {step: 1} %538, %541 { (%: i32)
% = add %20, %1
% = load %30, %1
% = add %4, %3
% = load %32, %1
store %32, %3, %0
store %32, %1, %2
yield
}
% = add %545, %25
% = load %34, %1
% = add %547, %20
% = load %36, %1
store %36, %3, %0
store %36, %1, %2
yield
} {
yield
}
% = load %37, %27
% = ne %1, %535
if %0 {
for {step: 1} %25, %552 { (%: i32)
% = mul %1, %554
% = add %1, %33
% = load %42, %1
% = div %1, %6
store %43, %2, %0
for {step: 1} %30, %557 { (%: i32)
% = add %5, %1
% = load %46, %1
% = add %38, %3
% = load %48, %1
% = mul %6, %1
% = sub %4, %1
store %50, %5, %0
yield
}
yield
}
yield
} {
yield
}
yield
}
% = for {step: 1} %562, %565, %552 { (%: i32, %: f64)
% = mul %2, %568
% = add %1, %3
% = load %56, %1
% = mul %4, %1
yield %0
}
for {step: 1} %568, %571 { (%: i32)
% = add %571, %1
% = load %60, %1
store %354, %2, %0
yield
}
% = for {step: 1} %572, %575, %10 { (%: i32, %: f64)
% = to_f64 %2
% = loop %2 { (%: f64)
% = load %361, %5
% = ne %1, %4
% = if %1 {
% = clamp_i32 %3
% = load %365, %1
store %365, %9, %0
store %365, %1, %4
% = neg %6
yield %0
} {
yield %6
}
yield %4, %3
}
yield %7
}
for {step: 1} %583, %584 { (%: i32)
% = add %367, %1
% = load %577, %1
store %371, %2, %0
yield
}
% = alloc mem<f64> %574
for {step: 1} %587, %588 { (%: i32)
% = load %374, %1
store %373, %1, %0
yield
}
for {step: 1} %589, %590 { (%: i32)
% = load %375, %1
store %4, %1, %0
yield
}
for {step: 1} %591, %594 { (%: i32)
% = to_f64 %1
% = add %595, %2
store %7, %0, %1
yield
}
for {step: 1} %594, %597 { (%: i32)
% = mul %1, %599
% = add %1, %2
% = load %11, %1
% = abs %1
% = add %5, %589
%, % = for {step: 1} %2, %605, %3, %7 { (%: i32, %: f64, %: i32)
% = mul %3, %609
% = add %1, %12
% = load %21, %1
% = abs %1
% = gt %1, %6
% = select %1, %2, %7
% = select %2, %9, %7
yield %1, %0
}
% = ne %11, %18
if %0 {
% = mul %12, %617
for {step: 1} %614, %617 { (%: i32)
% = add %20, %1
% = load %30, %1
% = add %4, %3
% = load %32, %1
store %32, %3, %0
store %32, %1, %2
yield
}
% = add %621, %25
% = load %34, %1
% = add %623, %20
% = load %36, %1
store %36, %3, %0
store %36, %1, %2
yield
} {
yield
}
% = load %37, %27
% = ne %1, %611
if %0 {
for {step: 1} %25, %628 { (%: i32)
% = mul %1, %630
% = add %1, %33
% = load %42, %1
% = div %1, %6
store %43, %2, %0
for {step: 1} %30, %633 { (%: i32)
% = add %5, %1
% = load %46, %1
% = add %38, %3
% = load %48, %1
% = mul %6, %1
% = sub %4, %1
store %50, %5, %0
yield
}
yield
}
yield
} {
yield
}
yield
}
% = for {step: 1} %638, %641, %628 { (%: i32, %: f64)
% = mul %2, %644
% = add %1, %3
% = load %56, %1
% = mul %4, %1
yield %0
}
for {step: 1} %644, %647 { (%: i32)
% = add %647, %1
% = load %60, %1
store %430, %2, %0
yield
}
% = for {step: 1} %648, %651, %10 { (%: i32, %: f64)
% = to_f64 %2
% = loop %2 { (%: f64)
% = load %437, %5
% = ne %1, %4
% = if %1 {
% = clamp_i32 %3
% = load %441, %1
store %441, %9, %0
store %441, %1, %4
% = neg %6
yield %0
} {
yield %6
}
yield %4, %3
}
yield %7
}
% = mul %88, %12
% = lt %1, %647
% = if %1 {
% = const f64 -1
yield %0
} {
yield %653
}
for {step: 1} %663, %666 { (%: i32)
% = mul %1, %668
for {step: 1} %665, %668 { (%: i32)
% = add %2, %1
store %664, %0, %653
yield
}
yield
}
for {step: 1} %667, %670 { (%: i32)
% = for {step: 1} %669, %672, %7 { (%: i32, %: f64)
% = ne %2, %4
% = if %1 {
% = add %675, %4
% = load %666, %1
% = mul %5, %1
yield %0
} {
yield %5
}
yield %3
}
% = mul %9, %680
% = add %460, %1
for {step: 1} %678, %681 { (%: i32)
% = mul %1, %683
% = add %1, %13
% = load %673, %1
% = mul %14, %1
for {step: 1} %683, %686 { (%: i32)
% = add %5, %1
% = load %683, %1
% = add %9, %3
% = load %679, %1
% = mul %6, %1
% = add %4, %1
store %687, %5, %0
yield
}
yield
}
yield
}
yield
}
for {step: 1} %690, %691 { (%: i32)
% = add %675, %1
% = load %690, %2
store %698, %1, %0
yield
}
yield
}
return
}
`;
