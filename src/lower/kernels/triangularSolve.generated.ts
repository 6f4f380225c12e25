// Made by scripts/gen-kernels.ts of src/kernels/triangular.ts.
export const triangularSolve = `func @kernel.triangularSolve(%0: mem<f64>, %1: mem<f64>, %2: mem<f64>, %3: i32, %4: i32, %5: i32, %6: i32, %7: i32, %8: i32, %9: i32) -> () disjoint {
%10 = to_f64 %4
%11 = to_f64 %5
%12 = eq %6, %8
%13 = if %12 {
%14 = const i32 1
yield %14
} {
yield %4
}
%15 = if %12 {
yield %4
} {
%16 = const i32 1
yield %16
}
%17 = const f64 1
%18 = const i32 1
%19 = eq %7, %18
%20 = ne %19, %12
%21 = const i32 0
%22 = mul %10, %11
%23 = ceil %22
%24 = clamp_i32 %23
%25 = ne %22, %22
%26 = select %25, %21, %24
%27 = eq %9, %18
%28 = eq %6, %18
for {step: 1} %21, %3 { (%29: i32)
%30 = mul %29, %4
%31 = mul %30, %4
%32 = mul %30, %5
for {step: 1} %21, %26 { (%33: i32)
%34 = add %32, %33
%35 = load %1, %34
store %2, %34, %35
yield
}
for {step: 1} %21, %4 { (%36: i32)
%37 = to_f64 %36
%38 = if %20 {
yield %37
} {
%39 = sub %10, %17
%40 = sub %39, %37
yield %40
}
%41 = if %20 {
%42 = const f64 0
yield %42
} {
%43 = add %38, %17
yield %43
}
%44 = select %20, %38, %10
%45 = if %27 {
yield %17
} {
%46 = clamp_i32 %38
%47 = mul %46, %4
%48 = add %31, %47
%49 = add %48, %46
%50 = load %0, %49
yield %50
}
%51 = clamp_i32 %38
if %28 {
%52 = mul %51, %5
%53 = add %32, %52
%54 = loop %41 { (%55: f64)
%56 = lt %55, %44
%57 = if %56 {
%58 = mul %51, %13
%59 = add %31, %58
%60 = clamp_i32 %55
%61 = mul %60, %15
%62 = add %59, %61
%63 = load %0, %62
%64 = mul %60, %5
%65 = add %32, %64
for {step: 1} %21, %5 { (%66: i32)
%67 = add %53, %66
%68 = load %2, %67
%69 = add %65, %66
%70 = load %2, %69
%71 = mul %63, %70
%72 = sub %68, %71
store %2, %67, %72
yield
}
%73 = add %55, %17
yield %73
} {
yield %55
}
yield %56, %57
}
for {step: 1} %21, %5 { (%74: i32)
%75 = add %53, %74
%76 = load %2, %75
%77 = div %76, %45
store %2, %75, %77
yield
}
yield
} {
for {step: 1} %21, %5 { (%78: i32)
%79 = mul %78, %4
%80 = add %32, %79
%81 = add %80, %51
%82 = load %2, %81
%83, %84 = loop %41, %82 { (%85: f64, %86: f64)
%87 = lt %85, %44
%88, %89 = if %87 {
%90 = mul %51, %13
%91 = add %31, %90
%92 = clamp_i32 %85
%93 = mul %92, %15
%94 = add %91, %93
%95 = load %0, %94
%96 = add %80, %92
%97 = load %2, %96
%98 = mul %95, %97
%99 = sub %86, %98
%100 = add %85, %17
yield %99, %100
} {
yield %86, %85
}
yield %87, %89, %88
}
%101 = div %84, %45
store %2, %81, %101
yield
}
yield
}
yield
}
yield
}
return
}
`;
